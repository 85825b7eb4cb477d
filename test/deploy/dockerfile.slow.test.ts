// No Docker is needed here: the Dockerfile's steps are done one by one, each stage in a clean
// folder of its own, and what its CMD starts must respond. What this leaves untried: the image that
// it builds on, and its user.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { type Copy, DockerfileParser, type Env, type From, type Instruction } from "dockerfile-ast";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/installed-package.js";
import { needs } from "../support/programs.js";
import { until } from "../support/running-command.js";

/** A stage, as its instructions have left it. */
interface Stage {
  readonly root: string;
  readonly env: Record<string, string>;
  /** In the image. */
  folder: string;
  user: string;
  command: readonly string[];
  health: readonly string[];
}

const PATH = process.env["PATH"]!;
const instructions = DockerfileParser.parse(readFileSync(join(ROOT, "Dockerfile"), "utf8")).getInstructions();
let temporary: string;
let image: Stage;

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), "supportvector-dockerfile-"));
  image = build(copyContext());
});
afterAll(() => rmSync(temporary, { recursive: true }));

/** What Docker would be sent: the files that .dockerignore leaves. */
function copyContext(): string {
  const context = join(temporary, "context");
  const ignored = dockerignore().add(readFileSync(join(ROOT, ".dockerignore"), "utf8"));
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT });
  for (const file of ignored.filter(`${listed}`.split("\0").filter(Boolean)))
    if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(context, file));
  return context;
}

/** Does all steps. @returns the last stage */
function build(context: string): Stage {
  const stages: Record<string, Stage> = {};
  let stage: Stage | undefined;
  for (const instruction of instructions) {
    if (instruction.getKeyword() === "FROM") {
      const name = (instruction as From).getBuildStage() ?? "last";
      const root = join(temporary, name);
      mkdirSync(root);
      stage = { root, env: {}, folder: "/", user: "root", command: [], health: [] };
      stages[name] = stage;
    } else {
      perform(instruction, stage!, (name) => (name === undefined ? context : stages[name]!.root));
    }
  }
  return stage!;
}

function perform(instruction: Instruction, stage: Stage, rootOf: (stage: string | undefined) => string): void {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const here = join(stage.root, stage.folder);
  switch (instruction.getKeyword()) {
    case "WORKDIR":
      stage.folder = words[0]!;
      mkdirSync(join(stage.root, stage.folder), { recursive: true });
      break;
    case "COPY":
      copy(words, rootOf((instruction as Copy).getFromFlag()?.getValue() ?? undefined), here);
      break;
    case "RUN":
      execFileSync("sh", ["-ec", instruction.getRawArgumentsContent()!], {
        cwd: here,
        env: { PATH, HOME: stage.root, ...stage.env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      break;
    case "ENV":
      for (const property of (instruction as Env).getProperties()) stage.env[property.getName()] = property.getValue()!;
      break;
    case "USER":
      stage.user = words[0]!;
      break;
    case "CMD":
      stage.command = jsonOf(instruction);
      break;
    case "HEALTHCHECK":
      stage.health = jsonOf(instruction);
      break;
    case "EXPOSE":
      break;
    default:
      throw new Error(`expected an instruction that is known here, got ${instruction.getKeyword()}`);
  }
}

/** The last word is where to. Contents of folders are copied, not the folders. */
function copy(words: readonly string[], from: string, here: string): void {
  const to = join(here, words.at(-1)!);
  for (const word of words.slice(0, -1)) {
    const source = join(from, word);
    const target = statSync(source).isDirectory() || !words.at(-1)!.endsWith("/") ? to : join(to, basename(source));
    cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }
}

function jsonOf(instruction: Instruction): string[] {
  const text = instruction.getRawArgumentsContent()!;
  return JSON.parse(text.slice(text.indexOf("[")));
}

/** Runs a command of the image on this machine. Paths in it are relative to its folder. */
function start(command: readonly string[], env: Record<string, string>): ReturnType<typeof spawn> {
  const [program, ...args] = command;
  return spawn(program!, args, { cwd: join(image.root, image.folder), env: { PATH, ...image.env, ...env } });
}

describe("the image", needs("git"), () => {
  it("holds production dependencies only, in the versions of the lock file", () => {
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
    const installed = JSON.parse(readFileSync(join(image.root, "app/node_modules/.package-lock.json"), "utf8"));
    const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    for (const name of Object.keys(peerDependencies))
      expect(installed.packages).toHaveProperty([`node_modules/${name}`]);
    for (const [path, { version }] of Object.entries<{ version: string }>(installed.packages))
      expect([path, version]).toEqual([path, lock.packages[path]?.version]);
    for (const name of ["typescript", "vitest", "commander", "autocannon"])
      expect(installed.packages).not.toHaveProperty([`node_modules/${name}`]);
    expect(readdirSync(join(image.root, "app")).sort()).toEqual([
      "LICENSE",
      "THIRD-PARTY-NOTICES",
      "dist",
      "node_modules",
      "package.json",
    ]);
  });

  it("runs as a user without rights, in production, with a health check that needs no curl", () => {
    expect([image.user, image.env["NODE_ENV"]]).toEqual(["node", "production"]);
    expect(image.health[0]).toBe("node");
  });

  it("refuses to start without API keys, unless told to", async () => {
    const refused = start(image.command, { PORT: "0" });
    let errors = "";
    refused.stderr!.on("data", (text) => {
      errors += text;
    });
    expect(await once(refused, "close")).toEqual([1, null]);
    for (const remedy of ["API_KEYS", "--api-keys-file", "--allow-unauthenticated"]) expect(errors).toContain(remedy);
  });

  it("responds, and says that it is healthy", async () => {
    const PORT = `${await getPort()}`;
    const healthy = async (): Promise<boolean> => (await once(start(image.health, { PORT }), "close"))[0] === 0;
    expect(await healthy()).toBe(false);
    const service = start(image.command, { PORT, API_KEYS: "test:correct-horse-battery" });
    try {
      const ended = once(service, "close").then(([code]) => {
        throw new Error(`the service exited with ${code}`);
      });
      await Promise.race([ended, until(healthy)]);
      const response = await fetch(`http://127.0.0.1:${PORT}/health`);
      expect([response.status, await response.json()]).toMatchObject([200, { status: "healthy", model_loaded: true }]);
    } finally {
      service.kill("SIGTERM");
    }
    expect(await once(service, "close")).toEqual([0, null]);
  });
});
