// Opens the files that a service requires before it starts, so that errors name their options.

import { closeSync, constants, openSync, readFileSync, statSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { Failure } from "../failure.js";
import type { Settings } from "./settings.js";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Flags that do not wait for the other end of a pipe. */
const FLAGS = { read: O_RDONLY | O_NONBLOCK, "appended to": O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK };

/**
 * Checks the files. The model file is not among them, since a service starts without a model.
 *
 * @throws Failure that lists all unusable files
 */
export function checkFiles({ apiKeysFile, service: { tls, auditFile, log, triggers } }: Settings): void {
  const tries: readonly (readonly [string, string | undefined, keyof typeof FLAGS])[] = [
    ["--api-keys-file", apiKeysFile, "read"],
    ["--tls-cert", tls?.cert, "read"],
    ["--tls-key", tls?.key, "read"],
    ["--triggers", triggers, "read"],
    ["--audit", auditFile, "appended to"],
    ["--log-file", (log || undefined)?.file, "appended to"],
  ];
  const problems = tries.flatMap(([option, path, use]) => (path === undefined ? [] : tryFile(option, path, use)));
  if (problems.length > 0) throw new Failure(`${problems.join(", ")}: name files that this user may access`);
  if (tls) tryCertificate(tls);
}

function tryFile(option: string, path: string, use: keyof typeof FLAGS): string[] {
  try {
    if (option === "--audit" && isSpecial(path)) return [`--audit ${path} is no regular file and keeps no records`];
    // A new file will hold predictions or a log, so only its owner may read it.
    closeSync(openSync(path, FLAGS[use], 0o600));
    return [];
  } catch (error) {
    return [`${option} ${path} cannot be ${use} (${(error as NodeJS.ErrnoException).code})`];
  }
}

/** Returns whether the path is a pipe, a device or a folder. */
function isSpecial(path: string): boolean {
  // As big integers: see `statOf` in service/log/log-file.ts.
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.isFile() === false;
}

function tryCertificate({ cert, key }: { readonly cert: string; readonly key: string }): void {
  try {
    createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
  } catch (error) {
    const { message } = error as Error;
    throw new Failure(`--tls-cert and --tls-key expected a certificate and its private key, both in PEM (${message})`);
  }
}
