// Numbers for people.

/** 12345 → 12,345 */
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** Two or three digits that say something. */
export const digits = (number) =>
  number >= 100 ? grouped(Math.round(number)) : String(Number(number.toPrecision(2 + (number >= 1))));
