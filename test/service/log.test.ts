// The lines of the log against what was written, in order.

import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog, createModelStore } from "../../src/service/index.js";
import { logRequests } from "../../src/service/log/request-log.js";
import { timestamp } from "../../src/service/timestamp.js";
import { needs } from "../support/programs.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a log file", () => {
  it("has every line, complete and in order", async () => {
    let files = 0;
    const line = fc.tuple(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constantFrom(1, 1, 1, 50, 20_000));
    // Lines, and whether the test waits after each.
    const batch = fc.array(fc.tuple(line, fc.boolean()), { minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(batch, async (lines) => {
        const file = join(folder, `${files++}.log`);
        const { stream } = await createLog({ file });
        const expected: string[] = [];
        for (const [i, [[text, times], waits]] of lines.entries()) {
          expected.push(`${JSON.stringify({ i, text: text.repeat(times) })}\n`);
          stream.write(expected[i]!);
          // Either a write is in progress, or everything is written.
          if (waits) await (i % 2 ? turn() : new Promise<void>((resolve) => stream.flush(resolve)));
        }
        await new Promise<void>((resolve) => stream.flush(resolve));
        expect(readFileSync(file, "utf8")).toBe(expected.join(""));
      }),
      { numRuns: 100 },
    );
  });

  it("has the lines of a process that exits at once", () => {
    const file = join(folder, "ended.log");
    const service = new URL("../../dist/service.js", import.meta.url);
    const write = `for (let i = 0; i < 3000; i++) stream.write("x".repeat(200) + i + "\\n"); process.exit()`;
    const program = `import { createLog } from ${JSON.stringify(service)}; const { stream } = await createLog(${JSON.stringify({ file })}); ${write}`;
    execFileSync(process.execPath, ["--input-type=module", "-e", program]);
    expect(readFileSync(file, "utf8").match(/\d+$/gm)).toEqual(Array.from({ length: 3000 }, (_, i) => `${i}`));
  });

  it("has the time, in milliseconds since 1970", async () => {
    const file = join(folder, "time.log");
    const { logger, stream } = await createLog({ file });
    const log = logRequests({ logger, stream }, createModelStore(logger), "/")!;
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      times.push(Date.now());
      log({ id: "a", method: "GET", raw: {} } as never, { statusCode: 200 } as never, 1);
      times.push(Date.now());
      expect(Date.parse(timestamp())).toBeGreaterThanOrEqual(times.at(-1)!);
      await sleep(5);
    }
    await new Promise<void>((resolve) => stream.flush(resolve));
    const logged = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).time);
    for (const [i, time] of logged.entries()) {
      expect(time).toBeGreaterThanOrEqual(times[2 * i]!);
      expect(time).toBeLessThanOrEqual(times[2 * i + 1]!);
    }
    expect(logged).toHaveLength(3);
  });

  it("loses lines once the reader of its pipe has closed it, and warns once", needs("mkfifo"), async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", listen);
    const { stream } = await createLog({ file: pipe });
    closeSync(reader);
    for (let i = 0; i < 3; i++) {
      stream.write("line\n");
      // Longer than the delay of the next attempt.
      await sleep(600);
    }
    process.off("warning", listen);
    expect(warnings).toEqual([expect.stringContaining("EPIPE")]);
  });

  it("is opened anew after a rotation, without a lost or torn line", async () => {
    const file = join(folder, "rotated.log");
    const { stream, reopen } = await createLog({ file });
    const expected: string[] = [];
    const files: string[] = [];
    for (let i = 0; i < 20; i++) {
      // The last line of each round is longer than a chunk, and its write is in progress.
      for (const length of [10, 20_000, 300_000]) {
        expected.push(`${i} ${"x".repeat(length)}`);
        stream.write(`${expected.at(-1)}\n`);
      }
      if (i % 2) await turn();
      files.push(`${file}.${i}`);
      renameSync(file, files[i]!);
      reopen();
      if (i % 3) await turn();
    }
    await new Promise<void>((resolve) => stream.flush(resolve));
    const whole = [...files, file].flatMap((name) => readFileSync(name, "utf8").split("\n").slice(0, -1));
    expect(whole).toEqual(expected);
    rmSync(file);
    mkdirSync(file);
    expect(reopen).toThrow("EISDIR");
  });

  it("is not created in a missing folder", async () => {
    await expect(createLog({ file: join(folder, "no", "folder") })).rejects.toThrow("ENOENT");
  });
});
