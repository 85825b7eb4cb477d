// Packed doubles: plain arrays of numbers, which V8 reads faster than typed ones (svm/kernels.ts
// says why).

/**
 * Creates an array that engines store as doubles from the beginning, because none of its values is
 * an integer.
 */
export function packedDoubles(length: number): number[] {
  const array: number[] = [];
  for (let i = 0; i < length; i++) array.push(0.5);
  return array;
}
