// Programs that tests need besides Node and npm, and what to install where one is missing.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { TestOptions } from "vitest";
import { findExecutable } from "./executable.js";

declare module "vitest" {
  interface TaskMeta {
    /** The program for want of which a test is skipped, and what to install. */
    missing?: string;
  }
}

interface Installable {
  /** Returns the program's path, or undefined where it is missing. */
  readonly find: () => string | undefined;
  /** The packages of Debian that have it. */
  readonly debian: string;
}

const PROGRAMS = {
  bash: executable("bash", "bash"),
  chromium: executable("chromium chromium-browser google-chrome", "chromium"),
  curl: executable("curl", "curl"),
  faketime: executable("faketime", "faketime"),
  firefox: executable("firefox-esr firefox", "firefox-esr"),
  git: executable("git", "git"),
  js102: executable("js102", "libmozjs-102-dev"),
  jsc: executable("jsc", "libjavascriptcoregtk-4.0-bin"),
  mkfifo: executable("mkfifo", "coreutils"),
  openssl: executable("openssl", "openssl"),
  postgres: { find: findPostgres, debian: "postgresql" },
  prlimit: executable("prlimit", "util-linux"),
  prometheus: executable("prometheus", "prometheus"),
  promtool: executable("promtool", "prometheus"),
  python3: python([], "python3"),
  "python3-venv": python(["venv", "ensurepip"], "python3-venv"),
  "redis-server": executable("redis-server", "redis-server"),
  "scikit-learn": python(["sklearn", "pandas"], "python3-sklearn python3-pandas"),
  script: executable("script", "bsdutils"),
} satisfies Record<string, Installable>;

export type Program = keyof typeof PROGRAMS;

/** Returns what to say of a missing program, or undefined where it is installed. */
export function describeMissing(program: Program): string | undefined {
  const { find, debian } = PROGRAMS[program];
  return find() === undefined ? `${program} is not installed (Debian: apt-get install ${debian})` : undefined;
}

/**
 * Returns the path of a program. For a package of Python, it is that of a Python that has it.
 *
 * @throws where the program is missing, saying what to install
 */
export function requireProgram(program: Program): string {
  const path = PROGRAMS[program].find();
  if (path === undefined) throw new Error(describeMissing(program));
  return path;
}

/**
 * Returns the options of a test, or a group of tests, that needs these programs. It is skipped
 * where one is missing.
 *
 * @throws where one is missing although REQUIRE_ALL is set
 */
export function needs(...programs: readonly Program[]): TestOptions {
  const missing = programs.flatMap((program) => describeMissing(program) ?? [])[0];
  if (missing === undefined) return {};
  if (process.env["REQUIRE_ALL"]) throw new Error(missing);
  return { skip: true, meta: { missing } };
}

/** A program on PATH. @param names separated by blanks: any of them will do */
function executable(names: string, debian: string): Installable {
  return { find: () => findExecutable(names.split(" ")), debian };
}

/** The server of PostgreSQL. Debian has it on no PATH. */
function findPostgres(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(":"), ...debianVersions()];
  const found = folders.map((folder) => join(folder, "postgres")).find((path) => existsSync(path));
  // Its other programs are beside it, wherever a link to it is.
  return found && realpathSync(found);
}

function debianVersions(): string[] {
  const versions = "/usr/lib/postgresql";
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, "bin")) : [];
}

/** A Python that has these modules: `PYTHON`, the one on PATH, or Debian's. */
function python(modules: readonly string[], debian: string): Installable {
  // Finding a module takes 20 ms, importing scikit-learn two seconds.
  const look = "import importlib.util, sys; sys.exit(any(not importlib.util.find_spec(m) for m in sys.argv[1:]))";
  const hasModules = (path: string): boolean => {
    try {
      execFileSync(path, ["-c", look, ...modules], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  const names = [process.env["PYTHON"], "python3", "/usr/bin/python3"].filter((name) => name !== undefined);
  return { find: () => names.flatMap((name) => findExecutable([name]) ?? []).find(hasModules), debian };
}
