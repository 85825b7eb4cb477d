// The fingerprint of a model: two FNV-1a hashes of what its monitors depend on. It tells versions
// apart. It is no protection against someone who looks for a collision.

const PRIME = 0x01000193;
const OTHER_PRIME = 0x01000197;
const BASIS = 0x811c9dc5;

/** Returns 16 hexadecimal digits for a text. */
export function fingerprint(text: string): string {
  let first = BASIS;
  let second = BASIS;
  for (let i = 0; i < text.length; i++) {
    first = Math.imul(first ^ text.charCodeAt(i), PRIME);
    second = Math.imul(second ^ text.charCodeAt(i), OTHER_PRIME);
  }
  return [first, second].map((hash) => (hash >>> 0).toString(16).padStart(8, "0")).join("");
}
