// One release of scikit-learn: the exporter's tests, all fixtures fitted anew, and random
// pipelines, which the built package predicts.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareFolder } from "../live/compare.js";
import { prepare, run } from "./environment.js";

/** The largest share of random pipelines that the exporter may refuse. */
const MOST_REFUSED = 0.06;
/** Of fewer pipelines a share says little. */
const ENOUGH_PIPELINES = 400;
/** The largest error, as a share of its bound. */
const WORST = 0.25;

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Tests a release.
 *
 * @param base the Python that makes the environment
 * @returns a row of the table, and the messages of what failed
 */
export async function testRelease(release, base, seed, count) {
  const { python, versions } = await prepare(release, base);
  const tests = await runTests(python);
  const fixtures = await fitAndCompare(python, "fit_fixtures.py");
  const drawn = ["--seed", String(seed), "--count", String(count)];
  const pipelines = await fitAndCompare(python, "../live/random_pipelines.py", ...drawn);

  const failures = [...fixtures.failures, ...pipelines.failures];
  const disagreements = failures.filter(([, message]) => message.startsWith("DisagreementError")).length;
  const drawnCount = pipelines.equal + pipelines.refused + pipelines.failures.length;
  const row = {
    release,
    ...versions,
    tests: tests.passed,
    fixtures: fixtures.equal,
    pipelines: pipelines.equal,
    disagreements,
    tracebacks: failures.length - disagreements,
    refused: pipelines.refused / drawnCount,
    worst: Math.max(fixtures.worst, pipelines.worst),
  };
  const failed = [...tests.failed, ...failures.map(([name, message]) => `${name}: ${message}`)];
  if (pipelines.failures.length > 0)
    failed.push(`To see one: PYTHON=${python} npm run test:live -- --count 1 --seed N`);
  if (row.refused > MOST_REFUSED && drawnCount >= ENOUGH_PIPELINES)
    failed.push(`the exporter refused ${row.refused} of the pipelines, more than ${MOST_REFUSED}`);
  if (row.worst > WORST) failed.push(`the worst error is ${row.worst} of its bound, more than ${WORST}`);
  return { row, failed };
}

/** Runs the exporter's tests, and those that need other libraries of tables. */
async function runTests(python) {
  const folders = [path("../../exporter/tests"), path("tests")];
  const passedIn = (output) => Number(/(\d+) passed/.exec(output)?.[1] ?? 0);
  try {
    const output = await run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", ...folders);
    return { passed: passedIn(output), failed: [] };
  } catch ({ message }) {
    return { passed: passedIn(message), failed: [message] };
  }
}

/** Runs a script that writes fixtures into a folder, and compares them. */
async function fitAndCompare(python, script, ...args) {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-python-"));
  try {
    await run(python, path(script), "--output", folder, ...args);
    return compareFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
