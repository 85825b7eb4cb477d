// The time as text, as answers and logs hold it: made once for all of a millisecond.

let time = Number.NaN;
let iso = "";
let unix = "";

/** Now, as in ISO 8601: `2026-11-24T05:00:00.000Z`. */
export function timestamp(): string {
  tick();
  return iso;
}

/** Now, in milliseconds since 1970: `1795496400000`. */
export function unixTime(): string {
  tick();
  return unix;
}

function tick(): void {
  const now = Date.now();
  if (now === time) return;
  time = now;
  iso = new Date(now).toISOString();
  unix = `${now}`;
}
