// Numbers and times for people, in English and UTC.

const COUNT = new Intl.NumberFormat("en");
const MEASURE = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const PERCENT = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

const UTC = { timeZone: "UTC", day: "numeric", month: "short" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const MINUTE = new Intl.DateTimeFormat("en-GB", { ...UTC, ...CLOCK, year: "numeric" });
const HOUR = new Intl.DateTimeFormat("en-GB", { ...UTC, ...CLOCK });
const DAY = new Intl.DateTimeFormat("en-GB", UTC);

/** Formats a whole number: `1,234`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** Formats a number by its first three digits, with a proper minus sign. */
export function formatMeasure(value: number): string {
  return MEASURE.format(value).replace("-", "−");
}

/** Formats a number for the axis of a plot: `12K`. */
export function formatTick(value: number): string {
  return COMPACT.format(value);
}

/** Formats a population stability index, of which thousandths mean nothing. */
export function formatPsi(psi: number): string {
  return psi < 0.001 ? "below 0.001" : psi.toFixed(psi < 1 ? 3 : 2);
}

/** Formats a share from 0 to 1. */
export function formatShare(share: number): string {
  return PERCENT.format(share);
}

/** Formats a p-value with its sign: `= 0.031`, `< 0.001`. */
export function formatPValue(p: number): string {
  return p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`;
}

/** Formats a time: `29 Nov 2026, 17:00 UTC`. */
export function formatTime(time: number): string {
  return `${MINUTE.format(time)} UTC`;
}

/**
 * Formats the beginning of a span, in UTC: `29 Nov, 17:00`, or `29 Nov` for days.
 *
 * @param length of the span, in milliseconds
 */
export function formatSpan(time: number, length: number): string {
  return (length < 86_400_000 ? HOUR : DAY).format(time);
}

/** Formats a length of time in milliseconds in its largest whole unit: `6 hours`. */
export function formatLength(milliseconds: number): string {
  const units = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1000, "second"],
  ] as const;
  const [size, name] = units.find(([unit]) => milliseconds % unit === 0) ?? units[3];
  const number = milliseconds / size;
  return number === 1 ? `1 ${name}` : `${formatCount(number)} ${name}s`;
}
