// `supportvector predict` as a process: files, pipes, signals, exit codes.

import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { needs } from "../support/programs.js";
import { endAll, run, until } from "../support/running-command.js";
import { tinyModel } from "../support/tiny-model.js";

const ROWS = "Age,Shift\n31,early\n";
let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", JSON.stringify(tinyModel()));
  place.write("rows.csv", ROWS);
});
afterEach(async () => {
  await endAll();
  place.remove();
});

const predict = (...args: string[]) => place.run(["predict", "--model", "model.json", ...args]);

describe("what is refused", () => {
  it.each([
    [["rows.txt"], 2, "rows.txt"],
    [[], 2, "--format"],
    [["rows.csv", "--format", "xml"], 2, "json, ndjson, csv, parquet"],
    [["rows.csv", "--output", "out.csv.gz"], 2, "out.csv.gz"],
    [["rows.csv", "--output", "out.xlsx"], 2, "out.csv"],
    [["."], 2, ". is a folder"],
    [["-", "--format", "parquet"], 2, "Parquet"],
    [["rows.csv", "--threads", "0"], 2, "--threads"],
    [["rows.csv", "more.csv"], 2, "too many arguments"],
    [["absent.csv"], 1, "absent.csv cannot be read (ENOENT)"],
    [["absent.parquet"], 1, "absent.parquet cannot be read (ENOENT)"],
    [[".", "--format", "csv"], 1, "(EISDIR)"],
    [["rows.csv", "--output", "nowhere/out.csv"], 1, "nowhere/out.csv cannot be written (ENOENT)"],
    [["rows.csv", "--rejects", "nowhere/out.csv"], 1, "nowhere/out.csv cannot be written (ENOENT)"],
    [["rows.csv", "--warnings", "nowhere/out.csv"], 1, "nowhere/out.csv cannot be written (ENOENT)"],
    [["rows.csv", "--model", "absent.json"], 4, "absent.json cannot be read (ENOENT)"],
    [["rows.csv", "--model", "rows.csv"], 4, "rows.csv"],
  ])("%j", (args, code, message) => {
    const finished = predict(...args);
    expect(finished.errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(finished.errors).toContain(message);
    expect([finished.code, place.list()]).toEqual([code, ["model.json", "rows.csv"]]);
  });

  it("a model that does not predict what Python predicted, without quoting its rows", () => {
    place.write("model.json", JSON.stringify(tinyModel((file) => (file.regressor.intercept = 2))));
    const { code, errors } = predict("rows.csv");
    expect(errors).toContain("(MODEL_FILE_UNVERIFIED)");
    expect(code).toBe(4);
    place.write("model.json", JSON.stringify(tinyModel((file) => (file.verification.inputs = [["secret", "early"]]))));
    const refused = predict("rows.csv");
    expect(refused.errors).toContain("/verification/inputs/0 is not accepted by the model");
    expect(refused.errors).not.toContain("secret");
    expect(refused.code).toBe(4);
  });
});

describe("output", () => {
  it("takes the place of a file only when it is whole, with its mode, and where a link leads", () => {
    place.write("out.csv", "before");
    chmodSync(join(place.folder, "out.csv"), 0o600);
    symlinkSync("out.csv", join(place.folder, "link.csv"));
    place.write("rows.csv", `${ROWS}x,early\n`);
    expect(predict("rows.csv", "--output", "link.csv").code).toBe(1);
    expect(place.read("out.csv")).toBe("before");
    place.write("rows.csv", ROWS);
    expect(predict("rows.csv", "--output", "link.csv").code).toBe(0);
    expect(place.read("out.csv")).toMatch(/^Age,Shift,predicted hours \(h\)\n31,early,2\.99\d+\n$/);
    expect(statSync(join(place.folder, "out.csv")).mode & 0o777).toBe(0o600);
    expect(place.list()).toEqual(["link.csv", "model.json", "out.csv", "rows.csv"]);
  });

  it("may be the input", () => {
    expect(predict("rows.csv", "--output", "rows.csv").code).toBe(0);
    expect(place.read("rows.csv")).toContain("predicted hours (h)");
  });

  it("is not renamed onto what is no file", () => {
    expect(predict("rows.csv", "--output", "/dev/null").code).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(readdirSync("/dev").filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("says nothing but rows where standard error is no terminal", () => {
    expect(predict("rows.csv", "--output", "out.csv")).toEqual({ code: 0, output: "", errors: "" });
  });
});

describe("pipes", () => {
  beforeEach(() => place.write("long.csv", `Age,Shift\n${"31,early\n".repeat(100_000)}`));

  it("streams", needs("bash"), () => {
    const { output } = place.shell("cat long.csv | $sv predict --format csv --model model.json | wc -l");
    expect(output.trim()).toBe("100001");
  });

  it.each(["1", "2"])("ends quietly when nobody reads on, with --threads %s", needs("bash"), (threads) => {
    const { code, output, errors } = place.shell(
      `$sv predict long.csv --model model.json --threads ${threads} | head -1`,
    );
    expect([code, output, errors]).toEqual([0, "Age,Shift,predicted hours (h)\n", ""]);
  });

  it("responds line by line", async () => {
    const command = run(["predict", "--format", "ndjson", "--model", join(place.folder, "model.json")]);
    for (const age of [31, 32]) {
      command.process.stdin!.write(`{"Age":${age},"Shift":"early"}\n`);
      await until(() => command.log().includes(`{"Age":${age},"Shift":"early","predicted hours (h)":`));
    }
    command.process.stdin!.end();
    expect(await command.ended).toEqual({ code: 0, signal: null });
  });
});

describe("signals", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s leaves nothing behind, and is seen", async (signal) => {
    const [output, rejects] = ["out.csv", "rejects.csv"].map((name) => join(place.folder, name));
    const options = ["--model", join(place.folder, "model.json"), "--output", output!, "--rejects", rejects!];
    const command = run(["predict", "--format", "csv", ...options]);
    command.process.stdin!.write(`Age,Shift\n${"31,early\n".repeat(50_000)}`);
    await until(() => {
      const unfinished = place.list().find((name) => /^out\.csv\.[0-9a-f]+\.unfinished$/.test(name));
      return unfinished !== undefined && readFileSync(join(place.folder, unfinished), "utf8").includes("31,early,2.99");
    });
    command.process.kill(signal);
    expect(await command.ended).toEqual({ code: null, signal });
    expect(place.list()).toEqual(["model.json", "rows.csv"]);
  });
});
