// The current time as text for responses and logs, formatted once per millisecond.

let time = Number.NaN;
let iso = "";
let unix = "";

/** Returns the current time in ISO 8601: `2026-11-24T05:00:00.000Z`. */
export function timestamp(): string {
  update();
  return iso;
}

/** Returns the current time in milliseconds since 1970: `1795496400000`. */
export function unixTime(): string {
  update();
  return unix;
}

function update(): void {
  const now = Date.now();
  if (now === time) return;
  time = now;
  iso = new Date(now).toISOString();
  unix = `${now}`;
}
