// Every peer is optional: one that is absent is listed as such, and the others are measured.

/** What a peer throws that cannot be measured here. The message says why. */
export class NotInstalled extends Error {}

/** An npm package of bench/package.json. */
export async function importPeer(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") throw new NotInstalled("not installed");
    throw error;
  }
}
