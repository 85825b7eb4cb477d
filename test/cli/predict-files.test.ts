// `supportvector predict` harms no file: none that it reads, none that it replaces, and none that
// somebody else has put in its way.

import crypto from "node:crypto";
import { chmodSync, chownSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createUnfinished } from "../../src/cli/predict/unfinished.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { needs } from "../support/programs.js";
import { endAll, run, until } from "../support/running-command.js";
import { tinyModel } from "../support/tiny-model.js";

const ROWS = "Age,Shift\n31,early\n";
const PREDICTED = "Age,Shift,predicted hours (h)\n";
const MODEL = JSON.stringify(tinyModel());

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
  place.write("model.json", MODEL);
  place.write("rows.csv", ROWS);
});
afterEach(async () => {
  await endAll();
  place.remove();
});

const pathOf = (name: string): string => join(place.folder, name);
const predict = (...args: string[]) => place.run(["predict", "--model", "model.json", ...args]);
const modeOf = (name: string): number => statSync(pathOf(name)).mode & 0o777;

describe("a full disk", needs("bash"), () => {
  // A limit on the size of files cuts a write short, as a full disk does.
  it.each([
    ["rows", "$sv predict long.csv --model model.json"],
    ["a schema", "$sv schema"],
  ])("is a failure where output is redirected to a file: %s", (_, command) => {
    place.write("long.csv", `Age,Shift\n${"31,early\n".repeat(5000)}`);
    const { code, errors } = place.shell(`ulimit -f 1; ${command} > out`);
    expect(errors).toMatch(/^supportvector: standard output cannot be written \(EFBIG\): [^\n]+\n$/);
    expect(code).toBe(1);
    expect(readFileSync(pathOf("out"))).toHaveLength(1024);
  });

  it("leaves the file that was there", () => {
    place.write("long.csv", `Age,Shift\n${"31,early\n".repeat(5000)}`);
    place.write("out.csv", "before");
    const { code, errors } = place.shell(
      "ulimit -f 1; $sv predict long.csv --model model.json --output out.csv --rejects rejects.csv",
    );
    expect(errors).toMatch(/^supportvector: out\.csv cannot be written \(EFBIG\): [^\n]+\n$/);
    expect([code, place.read("out.csv")]).toEqual([1, "before"]);
    expect(place.list()).toEqual(["long.csv", "model.json", "out.csv", "rows.csv"]);
  });

  it.skipIf(!statSync("/dev/full", { throwIfNoEntry: false }))("is named", () => {
    const { code, errors } = place.shell("$sv predict rows.csv --model model.json > /dev/full");
    expect(errors).toBe("supportvector: standard output cannot be written (ENOSPC): the disk is full\n");
    expect(code).toBe(1);
  });
});

describe("two files of a run are not one", () => {
  beforeEach(() => {
    mkdirSync(pathOf("folder"));
    symlinkSync("folder", pathOf("link-to-folder"));
    symlinkSync("new.csv", pathOf("link-to-new.csv"));
    linkSync(pathOf("rows.csv"), pathOf("hard-link.csv"));
    linkSync(pathOf("model.json"), pathOf("hard-link.json"));
  });

  it.each([
    ["--rejects names the input", "rows.csv --output out.csv --rejects hard-link.csv"],
    ["--rejects names the input", "- --format csv --output out.csv --rejects rows.csv < rows.csv"],
    ["--warnings names the model file", "rows.csv --warnings hard-link.json"],
    ["--output names the model file", "rows.csv --output hard-link.json"],
    ["--rejects names the file of --output", "rows.csv --output new.csv --rejects ./new.csv"],
    ["--rejects names the file of --output", "rows.csv --output folder/new.csv --rejects link-to-folder/new.csv"],
    ["--rejects names the file of --output", "rows.csv --output new.csv --rejects link-to-new.csv"],
    ["--warnings names the file of --rejects", "rows.csv --rejects link-to-new.csv --warnings folder/../new.csv"],
    ["--rejects names standard output", "rows.csv --rejects all.csv >> all.csv"],
    ["--rejects names standard output", "rows.csv --rejects /dev/stdout >> all.csv"],
    ["standard output is the input", "rows.csv >> rows.csv"],
    ["standard output is the model file", "rows.csv >> model.json"],
  ])("%s: %s", needs("bash"), (message, args) => {
    place.write("all.csv", "before");
    const { code, errors } = place.shell(`$sv predict --model model.json ${args}`);
    expect(errors).toBe(`supportvector: ${message}: name a file of its own\n`);
    expect(code).toBe(2);
    expect([place.read("rows.csv"), place.read("model.json"), place.read("all.csv")]).toEqual([ROWS, MODEL, "before"]);
  });

  it.each([
    ["the input by another name", "rows.csv --output hard-link.csv", "hard-link.csv"],
    ["a new file behind a link", "rows.csv --output link-to-new.csv", "new.csv"],
    ["a file that is standard output too", "rows.csv --output out.csv > out.csv", "out.csv"],
  ])("but the output may be %s", needs("bash"), (_, args, output) => {
    expect(place.shell(`$sv predict --model model.json ${args}`)).toEqual({ code: 0, output: "", errors: "" });
    expect(place.read(output)).toContain(PREDICTED);
  });

  it("but a device may be named several times", () => {
    expect(predict("rows.csv", "--output", devNull, "--rejects", devNull, "--warnings", devNull).code).toBe(0);
  });

  it("but pipes may be named", needs("bash", "mkfifo"), () => {
    const { output } = place.shell(
      "mkfifo a b; cat a & cat b > /dev/null & $sv predict rows.csv --model model.json --output a --rejects b; wait",
    );
    expect(output).toContain(PREDICTED);
  });

  it("but a pipe not for two", needs("bash", "mkfifo"), () => {
    const { code, errors } = place.shell("mkfifo a; $sv predict rows.csv --model model.json --output a --rejects a");
    expect([code, errors]).toEqual([
      2,
      "supportvector: --rejects names the file of --output: name a file of its own\n",
    ]);
  });

  it("and what follows standard output does, by any name", needs("bash"), () => {
    const command = "$sv predict rows.csv --model model.json --output /dev/stdout";
    expect(place.shell(`{ ${command}; echo after; } > out.csv`).code).toBe(0);
    expect(place.read("out.csv")).toMatch(/^Age,[^\n]+\n31,[^\n]+\nafter\n$/);
  });

  it("and what is appended to stays", needs("bash"), () => {
    place.write("all.csv", "before\n");
    place.write("log.csv", "before\n");
    const command = "$sv predict rows.csv --model model.json --output /dev/stdout --warnings /dev/stderr";
    expect(place.shell(`${command} >> all.csv 2>> log.csv`).code).toBe(0);
    expect(place.read("all.csv")).toContain(`before\n${PREDICTED}`);
    expect(place.read("log.csv")).toBe("before\nrow,column,code,expected\n");
  });
});

describe("access to a file", needs("bash"), () => {
  it("is that of the file that it replaces", () => {
    place.write("out.csv", "before");
    for (const mode of [0o666, 0o640, 0o600]) {
      chmodSync(pathOf("out.csv"), mode);
      expect(place.shell("umask 077; $sv predict rows.csv --model model.json --output out.csv").code).toBe(0);
      expect(modeOf("out.csv")).toBe(mode);
    }
  });

  it("is that of any new file", () => {
    place.shell("umask 027; $sv predict rows.csv --model model.json --output out.csv --rejects rejects.csv");
    expect([modeOf("out.csv"), modeOf("rejects.csv")]).toEqual([0o640, 0o640]);
  });

  it.skipIf(process.getuid?.() !== 0)("stays with its owner, where root writes", () => {
    place.write("out.csv", "before");
    chownSync(pathOf("out.csv"), 1234, 5678);
    expect(predict("rows.csv", "--output", "out.csv").code).toBe(0);
    const { uid, gid } = statSync(pathOf("out.csv"));
    expect([uid, gid]).toEqual([1234, 5678]);
  });
});

describe("an unfinished file", () => {
  const { randomBytes } = crypto;
  afterEach(() => {
    crypto.randomBytes = randomBytes;
    syncBuiltinESMExports();
  });

  it("is none that somebody else has put there", () => {
    crypto.randomBytes = ((size: number) => Buffer.alloc(size, 0xab)) as typeof randomBytes;
    syncBuiltinESMExports();
    const name = `out.csv.${"ab".repeat(8)}.unfinished`;
    place.write("victim.csv", "before");
    symlinkSync("victim.csv", pathOf(name));
    expect(() => createUnfinished(pathOf("out.csv"), undefined)).toThrow("EEXIST");
    expect(place.read("victim.csv")).toBe("before");
    expect(place.list()).toContain(name);
  });

  it("has a name of its own in every run", async () => {
    const name = /^out\.csv\.[0-9a-f]{16}\.unfinished$/;
    const [model, output] = [pathOf("model.json"), pathOf("out.csv")];
    const runs = [1, 2].map(() => run(["predict", "--format", "csv", "--model", model, "--output", output]));
    for (const { process } of runs) process.stdin!.write(ROWS);
    await until(() => place.list().filter((file) => name.test(file)).length === 2);
    for (const { process } of runs) process.kill("SIGTERM");
    for (const { ended } of runs) expect(await ended).toEqual({ code: null, signal: "SIGTERM" });
    expect(place.list()).toEqual(["model.json", "rows.csv"]);
  });
});

describe("a signal ends the command", () => {
  it("that waits for a reader of a pipe", needs("mkfifo"), async () => {
    place.shell("mkfifo pipe");
    const options = ["--model", pathOf("model.json"), "--output", pathOf("out.csv"), "--rejects", pathOf("pipe")];
    const command = run(["predict", pathOf("rows.csv"), ...options]);
    await until(() => place.list().some((name) => name.endsWith(".unfinished")));
    command.process.kill("SIGTERM");
    expect(await command.ended).toEqual({ code: null, signal: "SIGTERM" });
    expect(place.list()).toEqual(["model.json", "pipe", "rows.csv"]);
  });

  it("that has just created its output", async () => {
    place.write(
      "preload.mjs",
      `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const open = fs.openSync;
fs.openSync = (path, ...rest) => {
  const descriptor = open(path, ...rest);
  if (String(path).endsWith(".unfinished")) process.kill(process.pid, "SIGTERM");
  return descriptor;
};
syncBuiltinESMExports();`,
    );
    const options = ["--model", pathOf("model.json"), "--output", pathOf("out.csv")];
    const preload = { NODE_OPTIONS: `--import=${pathToFileURL(pathOf("preload.mjs"))}` };
    const command = run(["predict", "--format", "csv", ...options], preload);
    command.process.stdin!.write(ROWS);
    expect(await command.ended).toEqual({ code: null, signal: "SIGTERM" });
    expect(place.list()).toEqual(["model.json", "preload.mjs", "rows.csv"]);
  });

  it("that shows its progress, and shows the cursor again", needs("bash", "mkfifo", "script"), async () => {
    // `script` gives the command a terminal. Its input never ends, and it writes no file.
    writeFileSync(
      pathOf("run.sh"),
      `"$node" "$cli" predict --format csv --model model.json < pipe > out.csv & pid=$!
exec 3> pipe; echo Age,Shift >&3
until [ -s out.csv ]; do echo 31,early >&3; sleep 0.05; done
kill -INT $pid; wait $pid; echo "ended with $?"`,
    );
    place.shell("mkfifo pipe");
    const { output } = place.shell(
      'set -- $sv; export node=$1 cli=$2; timeout 20 script -qec "bash -m run.sh" /dev/null < /dev/null',
    );
    expect(output).toContain("\x1b[?25l");
    expect(output).toContain("\x1b[?25h");
    expect(output).toContain("ended with 130");
  });
});
