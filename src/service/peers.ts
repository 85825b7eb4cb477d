// Fastify and its plugins are optional peers, imported when they are needed: who uses the engine alone need not install them.

import { peerDependencies } from "../../package.json";

/** The packages that the service may need. */
export type Peer = keyof typeof peerDependencies;

/**
 * Imports a package that may not be installed.
 *
 * @param load `() => import(name)`
 * @throws Error that says what to install
 */
export async function importPeer<T>(name: Peer, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A package that is there, but lacks one of its own, has another message.
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes(`'${name}'`)) throw error;
    const command = `npm install "${name}@${peerDependencies[name]}"`;
    throw new Error(`supportvector/service needs the package ${name}, which is not installed: ${command}`);
  }
}
