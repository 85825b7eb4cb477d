// The Python that has scikit-learn: $PYTHON, python3, or Debian's.

import { execFileSync } from "node:child_process";

const CANDIDATES = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter(Boolean);

/** @returns its command, or undefined */
export function findPython() {
  return CANDIDATES.find((python) => versionsOf(python) !== undefined);
}

/** @returns the versions of Python and scikit-learn, or undefined where one is absent */
export function versionsOf(python) {
  try {
    const script = "import platform, sklearn, pandas; print(platform.python_version(), sklearn.__version__)";
    return execFileSync(python, ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .split(" ");
  } catch {
    return undefined;
  }
}
