// `npm run predict` shows predictions of this library beside those that scikit-learn made.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/installed-package.js";

const printed = execFileSync(process.execPath, [join(ROOT, "scripts/predict.js")], { encoding: "utf8" });
const lines = printed.split("\n");

describe("scripts/predict.js", () => {
  const { examples } = JSON.parse(readFileSync(join(ROOT, "scripts/examples.json"), "utf8"));

  it.each(examples as { reason: number; prediction: number }[])(
    "predicts reason $reason as scikit-learn does",
    (example) => {
      const numbers = lines
        .find((line) => line.trimStart().startsWith(`${example.reason} `))!
        .trim()
        .split(/ +/)
        .slice(-2);
      const [ours, theirs] = numbers.map(Number) as [number, number];
      expect(theirs).toBe(example.prediction);
      expect(Math.abs(ours - theirs)).toBeLessThan(1e-13);
    },
  );

  it("fits a terminal of 82 columns", () => {
    expect(lines.filter((line) => line.length > 82)).toEqual([]);
  });

  it("names commands that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const [, script] of printed.matchAll(/npm (?:run )?(\S+) {2}/g)) expect(scripts).toHaveProperty(script!);
    for (const [, args] of printed.matchAll(/node dist\/cli\.js (.*?) {2}/g))
      expect(() =>
        execFileSync(process.execPath, ["dist/cli.js", ...args!.split(" ")], { cwd: ROOT, stdio: "ignore" }),
      ).not.toThrow();
  });
});
