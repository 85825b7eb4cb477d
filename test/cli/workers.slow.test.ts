// Several workers, of which one cannot live: it takes seconds until it is tried again for the fifth time.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { endAll, serveWithWorkers, until, workersOf } from "../support/running-command.js";

afterEach(endAll);

describe("a worker", () => {
  it("that cannot start is tried again less and less often, while the others answer", async () => {
    const folder = mkdtempSync(join(tmpdir(), "supportvector-workers-"));
    const keys = join(folder, "keys");
    writeFileSync(keys, "alice:correct-horse-battery");
    const command = await serveWithWorkers(2, "--api-keys-file", keys);
    rmSync(folder, { recursive: true });
    process.kill(workersOf(command)[0]!, "SIGKILL");
    const delays = (): number[] => [...command.log().matchAll(/"delay":(\d+)/g)].map(([, delay]) => Number(delay));
    await until(() => delays().length >= 5);
    // The first is that of the worker that was killed, which may have been young.
    const [first, ...others] = delays();
    for (const [i, delay] of others.entries()) expect(delay).toBe(first! > 0 ? 200 * 2 ** i : 100 * 2 ** i);
    expect((await fetch(`${command.url}/health`)).status).toBe(200);
    command.process.kill("SIGTERM");
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });
});
