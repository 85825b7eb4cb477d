// Several workers, of which one cannot start. The fifth attempt takes seconds.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { endAll, serveWithWorkers, until, workersOf } from "../support/running-command.js";

afterEach(endAll);

describe("a worker", () => {
  it("that cannot start is restarted less and less often, while the others serve requests", async () => {
    const folder = mkdtempSync(join(tmpdir(), "supportvector-workers-"));
    const keys = join(folder, "keys");
    writeFileSync(keys, "alice:correct-horse-battery");
    const command = await serveWithWorkers(2, "--api-keys-file", keys);
    rmSync(folder, { recursive: true });
    process.kill(workersOf(command)[0]!, "SIGKILL");
    const delays = (): number[] => [...command.log().matchAll(/"delay":(\d+)/g)].map(([, delay]) => Number(delay));
    await until(() => delays().length >= 5);
    // The first delay is that of the killed worker, whose exit may count as early.
    const [first, ...others] = delays();
    for (const [i, delay] of others.entries()) expect(delay).toBe(first! > 0 ? 200 * 2 ** i : 100 * 2 ** i);
    expect((await fetch(`${command.url}/health`)).status).toBe(200);
    command.process.kill("SIGTERM");
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });
});
