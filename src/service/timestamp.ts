// The time as text, as answers hold it: made once for all answers of a millisecond, since it takes as long as a prediction.

let time = Number.NaN;
let text = "";

/** Now, as in ISO 8601: `2026-11-24T05:00:00.000Z`. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== time) {
    time = now;
    text = new Date(now).toISOString();
  }
  return text;
}
