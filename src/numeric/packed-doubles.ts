// Plain arrays, which V8 reads faster than typed ones (svm/dense-blocks.ts says why).

/** An array that engines keep as doubles from the beginning: not one of its values is an integer. */
export function packedDoubles(length: number): number[] {
  const array: number[] = [];
  for (let i = 0; i < length; i++) array.push(0.5);
  return array;
}
