// What the numbers were measured on, and with.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { findPython, versionOfLibsvm, versionsOf } from "./python.js";

/** What every measurement depends on. */
export function describeHost() {
  const { version } = readJson("../package.json");
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${process.arch}`,
    versions: { supportvector: version + commit(), Node: process.versions.node },
  };
}

/** With what the engine is compared with. */
export function describeMachine() {
  const { dependencies } = readJson("package.json");
  const host = describeHost();
  return {
    ...host,
    versions: {
      ...host.versions,
      ...Object.fromEntries(Object.keys(dependencies).map((name) => [name, installedVersion(name)])),
      ...pythonVersions(),
      libsvm: versionOfLibsvm(),
      gcc: gccVersion(),
    },
  };
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}

function installedVersion(name) {
  const path = `node_modules/${name}/package.json`;
  return existsSync(new URL(path, import.meta.url)) ? readJson(path).version : "not installed";
}

/** Numbers without the state of the sources that gave them cannot be had again. */
function commit() {
  try {
    const git = (...args) =>
      execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/src") ? ", with changes" : "";
    return ` (commit ${git("rev-parse", "--short", "HEAD")}${changed})`;
  } catch {
    return "";
  }
}

function pythonVersions() {
  const python = findPython();
  if (!python) return { "scikit-learn": "not installed" };
  const [version, scikitLearn, intelex] = versionsOf(python);
  return { Python: version, "scikit-learn": scikitLearn, "scikit-learn-intelex": intelex };
}

function gccVersion() {
  try {
    return execFileSync("gcc", ["-dumpfullversion"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "not installed";
  }
}
