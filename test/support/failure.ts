// What a call throws, if it is of the expected class; anything else is thrown on.

export function failureOf<T extends Error>(errorClass: abstract new (...parts: never[]) => T, work: () => unknown): T {
  try {
    work();
  } catch (error) {
    if (error instanceof errorClass) return error;
    throw error;
  }
  throw new Error(`expected an ${errorClass.name}, got none`);
}
