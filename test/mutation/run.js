// `npm run test:mutation [-- PART...]`: changes an expression of the sources at a time, and looks
// whether a test fails. The score is the share of changes that a test notices. Exits with 1 if a
// part scores less than 90 %. Reports of the changes that no test notices are written to
// test/mutation/build. A later run keeps their results where neither tests nor sources differ.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { PARTS } from "./parts.js";

/** The least score of a part, in percent. */
const LEAST_SCORE = 90;

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0)
  throw new Error(`expected parts among ${Object.keys(PARTS).join(", ")}, got ${unknown.join(", ")}`);

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  process.env.MUTATED_PART = name;
  const stryker = new Stryker({
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: path("vitest.config.js"), related: false },
    mutate: [`${PARTS[name].sources}/*.ts`, "!**/*.generated.ts"],
    ignorePatterns: ["bench", "demo", "exporter", "reports", "test/*/build"],
    coverageAnalysis: "perTest",
    incremental: true,
    incrementalFile: path(`build/${name}.incremental.json`),
    // Some tests of the service measure time, and are not to wait for each other.
    concurrency: 1,
    dryRunTimeoutMinutes: 30,
    timeoutMS: 60_000,
    reporters: ["progress-append-only", "html", "json"],
    htmlReporter: { fileName: path(`build/${name}.html`) },
    jsonReporter: { fileName: path(`build/${name}.json`) },
  });
  const results = await stryker.runMutationTest();
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  const score = (100 * noticed) / (noticed + count("Survived", "NoCoverage"));
  console.log(`${name}: ${score.toFixed(1)} % of ${results.length} changes noticed`);
  if (!(score >= LEAST_SCORE)) process.exitCode = 1;
}
