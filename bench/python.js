// The Python that has scikit-learn: $PYTHON, that of `npm run bench:setup`, python3, or Debian's.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = (path) => fileURLToPath(new URL(`build/${path}`, import.meta.url));

/** What setup-python.js installs: a Python, and a folder with the sources of libsvm. */
export const OWN_PYTHON = built("python/bin/python");
export const LIBSVM = built("libsvm/cpp-source");

const CANDIDATES = [process.env.PYTHON, OWN_PYTHON, "python3", "/usr/bin/python3"].filter(Boolean);

/** @returns its command, or undefined */
export function findPython() {
  return CANDIDATES.find((python) => versionsOf(python) !== undefined);
}

/** Asks the metadata: to import the packages takes seconds. */
const VERSIONS = `
import platform
from importlib.metadata import PackageNotFoundError, version

def optional(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"

version("pandas")
print(platform.python_version(), version("scikit-learn"), optional("scikit-learn-intelex"), sep="\\n")
`;

/**
 * @returns the versions of Python, scikit-learn and scikit-learn-intelex, or undefined without the
 * first two
 */
export function versionsOf(python) {
  try {
    return execFileSync(python, ["-c", VERSIONS], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .split("\n");
  } catch {
    return undefined;
  }
}

/** @returns the version of libsvm's sources */
export function versionOfLibsvm() {
  try {
    return /^Version: (.*)$/m.exec(readFileSync(built("libsvm/PKG-INFO"), "utf8"))[1];
  } catch {
    return "not installed";
  }
}
