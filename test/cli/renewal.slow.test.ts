// SIGHUP: logs, audit file, keys and certificate are renewed, by every worker.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../support/programs.js";
import { endAll, type RunningCommand, run, serve, until } from "../support/running-command.js";

const RECORD = readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8");
const [ALICE, BOB] = ["alice-0123456789abcdef", "bob-0123456789abcdef"];

/** Each runs the code of a single process. */
const WORKERS = 2;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "supportvector-renewal-"));
});
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string): string => readFileSync(path, "utf8");
const linesOf = (path: string): string[] => read(path).split("\n").slice(0, -1);
const count = (text: string, part: string): number => text.split(part).length - 1;

/** Posts a record on a connection of its own, so that each worker gets some. */
async function post({ url }: RunningCommand, key = ALICE): Promise<number> {
  const headers = { "content-type": "application/json", "x-api-key": key!, connection: "close" };
  const response = await fetch(`${url}/predict`, { method: "POST", headers, body: RECORD });
  await response.arrayBuffer();
  return response.status;
}

async function postOften(command: RunningCommand, key = ALICE): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let i = 0; i < 8; i++) statuses.add(await post(command, key));
  return statuses;
}

describe("SIGHUP", () => {
  it("reads keys anew and reopens rotated files", async () => {
    const [keys, audit, log] = [join(folder, "keys"), join(folder, "audit.ndjson"), join(folder, "service.log")];
    writeFileSync(keys, `alice:${ALICE}\n`);
    const files = ["--api-keys-file", keys, "--audit", audit, "--log-file", log];
    const command = await serve(["--workers", `${WORKERS}`, ...files]);
    await until(() => count(read(log), "Server listening at") === WORKERS);
    expect(await postOften(command)).toEqual(new Set([200]));

    renameSync(audit, `${audit}.1`);
    renameSync(log, `${log}.1`);
    writeFileSync(keys, `bob:${BOB}\n`);
    command.process.kill("SIGHUP");
    await until(() => existsSync(log) && count(read(log), "API keys: renewed") === WORKERS);
    expect(await postOften(command)).toEqual(new Set([401]));
    expect(await postOften(command, BOB)).toEqual(new Set([200]));
    expect([linesOf(`${audit}.1`).length, linesOf(audit).length]).toEqual([8, 8]);

    writeFileSync(keys, "short\n");
    command.process.kill("SIGHUP");
    await until(() => count(read(log), "API keys: not renewed") === WORKERS);
    expect(await post(command, BOB)).toBe(200);
    command.process.kill("SIGTERM");
    await command.ended;
    // The primary process writes to the same log.
    expect(count(read(`${log}.1`), "shutting down")).toBe(0);
    expect(read(log)).toContain("shutting down");
    expect(read(log)).not.toContain("short");
  });

  it("reads the certificate anew", needs("openssl"), async () => {
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    certify(cert, key, "first");
    const command = await serveTls(cert, key);
    expect(await certified(command)).toBe("first");
    certify(cert, key, "second");
    command.process.kill("SIGHUP");
    await until(() => count(command.log(), "certificate: renewed") === WORKERS);
    for (let i = 0; i < 4; i++) expect(await certified(command)).toBe("second");

    writeFileSync(key, "no key");
    command.process.kill("SIGHUP");
    await until(() => count(command.log(), "certificate: not renewed") === WORKERS);
    for (let i = 0; i < 4; i++) expect(await certified(command)).toBe("second");
  });
});

function certify(cert: string, key: string, name: string): void {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  execFileSync(
    "openssl",
    ["req", "-x509", ...curve, "-keyout", key, "-out", cert, "-days", "1", "-subj", `/CN=${name}`],
    {
      stdio: "ignore",
    },
  );
}

async function serveTls(cert: string, key: string): Promise<RunningCommand> {
  const options = ["--workers", `${WORKERS}`, "--tls-cert", cert, "--tls-key", key];
  const command = run(["serve", ...options, "--port", "0"]);
  await until(() => count(command.log(), "Server listening at") === WORKERS);
  const [, port] = /Server listening at https:\/\/127\.0\.0\.1:(\d+)/.exec(command.log())!;
  return { ...command, port: Number(port) };
}

/** Returns the name in the certificate that the service presents. */
function certified({ port }: RunningCommand): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    }).on("error", reject);
  });
}
