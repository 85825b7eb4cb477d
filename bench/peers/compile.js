// Compiles the peers in C, for the processor of this machine.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildFolder } from "../build.js";
import { NotInstalled } from "./not-installed.js";

const SOURCES = fileURLToPath(new URL("../native", import.meta.url));

/**
 * @param sources relative to bench/native or absolute, then libraries
 * @returns the path of the program
 */
export function compile(name, sources, options) {
  const program = `${buildFolder()}/${name}`;
  const args = [...options, "-march=native", "-o", program, ...sources, "-lm"];
  try {
    execFileSync("gcc", args, { cwd: SOURCES, stdio: "pipe" });
  } catch (error) {
    throw new NotInstalled(error.code === "ENOENT" ? "not installed" : `gcc: ${error.message}`);
  }
  return program;
}
