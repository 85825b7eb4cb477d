// Results that depend on a subject only, kept because subjects come again: the variant that a
// subject gets, and the hash that stands for it in the store.

/** Subjects whose results are kept. */
const MAX_KEPT = 10_000;
/** Characters of a subject that is kept. Clients choose them, so memory must not grow with them. */
const MAX_LENGTH = 100;

/** Returns a function with the same results, which it computes once for most subjects. */
export function keepResults<T>(compute: (subject: string) => T): (subject: string) => T {
  const kept = new Map<string, T>();
  return (subject) => {
    const known = kept.get(subject);
    if (known !== undefined) return known;
    const result = compute(subject);
    if (subject.length > MAX_LENGTH) return result;
    if (kept.size === MAX_KEPT) kept.clear();
    kept.set(subject, result);
    return result;
  };
}
