// Imports of the optional peers: Fastify, its plugins and others. A program that only uses the
// engine need not install them.

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
    // The message names another package if the peer itself is installed but lacks a dependency.
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes(`'${name}'`)) throw error;
    const command = `npm install "${name}@${peerDependencies[name]}"`;
    throw new Error(`supportvector/service needs the package ${name}, which is not installed: ${command}`);
  }
}
