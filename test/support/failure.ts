// The error that a call throws, if it has the expected class. Any other error is thrown again.

export function failureOf<T extends Error>(errorClass: abstract new (...parts: never[]) => T, work: () => unknown): T {
  try {
    work();
  } catch (error) {
    if (error instanceof errorClass) return error;
    throw error;
  }
  throw new Error(`expected an ${errorClass.name}, got none`);
}
