// Part of `npm run bench:setup`: installs scikit-learn and scikit-learn-intelex into a virtual
// environment, and unpacks the sources of libsvm, all in bench/build. What cannot be had is listed
// as "not installed" by the benchmark.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildFolder } from "./build.js";
import { OWN_PYTHON } from "./python.js";

const LIBSVM = "libsvm-official==3.37.0";

const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });
const attempt = (what, install) => {
  try {
    install();
  } catch (error) {
    console.error(`${what} cannot be installed: ${error.message}`);
  }
};

attempt("scikit-learn", () => {
  run(process.env.PYTHON ?? "python3", "-m", "venv", buildFolder("python"));
  const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
  run(OWN_PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements);
});
attempt("libsvm", () => {
  const [sources, unpacked] = [buildFolder("libsvm-source"), buildFolder("libsvm")];
  run(OWN_PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", sources, LIBSVM);
  run("tar", "-xzf", `${sources}/${readdirSync(sources)[0]}`, "--strip-components=1", "-C", unpacked);
});
