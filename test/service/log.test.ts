// The log's lines against what was written, in the order in which it was.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../src/service/index.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a log file", () => {
  it("has every line, whole and in order, however many there are and whenever they are written", async () => {
    let files = 0;
    const line = fc.tuple(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constantFrom(1, 1, 1, 50, 20_000));
    // Lines, and whether other things are done after each: then what has been passed on may be written, or half of it.
    const batch = fc.array(fc.tuple(line, fc.boolean()), { minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(batch, async (lines) => {
        const file = join(folder, `${files++}.log`);
        const { stream } = await createLog({ file });
        const expected: string[] = [];
        for (const [i, [[text, times], waits]] of lines.entries()) {
          expected.push(`${JSON.stringify({ i, text: text.repeat(times) })}\n`);
          stream.write(expected[i]!);
          if (waits) await turn();
        }
        await new Promise<void>((resolve) => stream.flush(resolve));
        expect(readFileSync(file, "utf8")).toBe(expected.join(""));
      }),
      { numRuns: 100 },
    );
  });
});
