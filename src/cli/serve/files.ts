// Opens the files that a service requires before it starts, so that errors name their options.

import { closeSync, openSync, readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { Failure } from "../failure.js";
import type { Settings } from "./settings.js";

/**
 * Checks the files. The model file is not among them, since a service starts without a model.
 *
 * @throws Failure that lists all unusable files
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
  if (problems.length > 0) throw new Failure(`${problems.join(", ")}: name files that this user may access`);
  if (tls) tryCertificate(tls);
}

function tryFile(option: string, path: string, mode: "r" | "a"): string[] {
  try {
    // A new file will hold predictions or a log, so only its owner may read it.
    closeSync(openSync(path, mode, 0o600));
    return [];
  } catch (error) {
    const way = mode === "r" ? "read" : "appended to";
    return [`${option} ${path} cannot be ${way} (${(error as NodeJS.ErrnoException).code})`];
  }
}

function tryCertificate({ cert, key }: { readonly cert: string; readonly key: string }): void {
  try {
    createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`--tls-cert and --tls-key expected a certificate and its private key, both in PEM (${message})`);
  }
}
