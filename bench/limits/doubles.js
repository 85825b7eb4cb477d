// Plain arrays of doubles, which V8 reads faster than typed ones.

/** Copies numbers. V8 stores them as doubles from the beginning, even where all are integers. */
export function toDoubles(numbers, length = numbers.length) {
  const doubles = [];
  for (let i = 0; i < length; i++) doubles.push(0.5);
  for (let i = 0; i < numbers.length; i++) doubles[i] = numbers[i];
  return doubles;
}
