// The files that a service cannot do without are tried before it starts, so that what is wrong with them is told by the names of their options.

import { closeSync, openSync, readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { Failure } from "../failure.js";
import type { Settings } from "./settings.js";

/**
 * Tries the files. The model file is not one of these: a service starts without.
 *
 * @throws Failure that lists all that will not do
 */
export function checkFiles({ apiKeysFile, service: { tls, auditFile, log } }: Settings): void {
  const tries: readonly (readonly [string, string | undefined, "r" | "a"])[] = [
    ["--api-keys-file", apiKeysFile, "r"],
    ["--tls-cert", tls?.cert, "r"],
    ["--tls-key", tls?.key, "r"],
    ["--audit", auditFile, "a"],
    ["--log-file", (log || undefined)?.file, "a"],
  ];
  const problems = tries.flatMap(([option, path, mode]) => (path === undefined ? [] : tryFile(option, path, mode)));
  if (problems.length > 0) throw new Failure(`${problems.join("; ")}: name a file that this user may use`);
  if (tls) tryCertificate(tls);
}

function tryFile(option: string, path: string, mode: "r" | "a"): string[] {
  try {
    // What is begun here holds predictions, or a log: for its owner alone.
    closeSync(openSync(path, mode, 0o600));
    return [];
  } catch (error) {
    const way = mode === "r" ? "read" : "appended to";
    return [`${option}: ${path} cannot be ${way} (${(error as NodeJS.ErrnoException).code})`];
  }
}

function tryCertificate({ cert, key }: { readonly cert: string; readonly key: string }): void {
  try {
    createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`--tls-cert, --tls-key: expected a certificate and its private key, both in PEM (${message})`);
  }
}
