// Virtual environments below test/python/build, one per release of scikit-learn and of Python.

import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { RELEASES, TOOLS } from "./releases.js";

const execute = promisify(execFile);

/** One thread each, because releases are tested side by side. */
const OPTIONS = { env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" }, maxBuffer: 2 ** 26 };

const VERSIONS = `
import importlib.metadata, platform
print(platform.python_version(), *(importlib.metadata.version(name) for name in ("numpy", "pandas")))
`;

/**
 * Runs a Python.
 *
 * @returns what it printed
 * @throws where it fails, with all that it printed
 */
export async function run(python, ...args) {
  try {
    return (await execute(python, args, OPTIONS)).stdout;
  } catch ({ stdout = "", stderr = "", message }) {
    throw new Error(`${stdout}\n${stderr}`.trim() || message);
  }
}

/**
 * Makes the environment of a release where it is not there yet.
 *
 * @param base the Python to make it with
 * @returns its Python, and the versions of Python, numpy and pandas
 */
export async function prepare(release, base) {
  const version = (await run(base, "-c", "import platform; print(platform.python_version())")).trim();
  const folder = fileURLToPath(new URL(`build/${release}-python-${version}`, import.meta.url));
  const python = `${folder}/bin/python`;
  const requirements = [`scikit-learn==${release}`, ...RELEASES[release], ...TOOLS].join("\n");
  const installed = `${folder}/installed.txt`;
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== requirements) {
    await run(base, "-m", "venv", "--clear", folder);
    await run(python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", ...requirements.split("\n"));
    writeFileSync(installed, requirements);
  }
  const [pythonVersion, numpy, pandas] = (await run(python, "-c", VERSIONS)).trim().split(" ");
  return { python, versions: { python: pythonVersion, numpy, pandas } };
}
