// `supportvector explain`: from a record to its prediction, step by step. Unlike other commands, it
// prints the values of the record.

import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import type { InputRecord } from "../../index.js";
import { describeProblems, toProblem } from "../../tables/problem.js";
import { Failure, fileFailure } from "../failure.js";
import type { AnyModel } from "../model.js";
import { layOut } from "./table.js";

/**
 * Reads a record.
 *
 * @throws Failure unless the file holds JSON
 */
export async function readRecord(file: string): Promise<unknown> {
  const text = await (file === "-" ? readAll(process.stdin) : readFile(file, "utf8")).catch((error) => {
    throw fileFailure(error, file, "read");
  });
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's own message quotes the record.
    throw new Failure(`${file} is not JSON: write one record, an object keyed by input name`);
  }
}

/**
 * Describes how a record is predicted.
 *
 * @throws Failure if the model rejects the record
 */
export function explain(model: AnyModel, record: unknown, file: string): string {
  const { featureNamesOut: names, info, plan, targets } = model;
  const { predictions, issues, warnings } = model.tryPredictBatch([record as InputRecord], { warnings: true });
  const [prediction] = predictions;
  if (prediction === null || prediction === undefined)
    throw new Failure(`${file} is not accepted: ${describeProblems(issues.map(toProblem))}: correct the record`);
  const transformed = model.transform(record as InputRecord);
  const named = typeof prediction === "number" ? { [targets[0]!]: prediction } : prediction;
  const unit = info.unit === undefined ? "" : ` ${info.unit}`;
  const sections = [
    ["PLAN", ...plan.split("\n").map((line) => `  ${line}`)],
    ["TRANSFORMED ROW", layOut(names.map((name, i) => [`  ${name}`, String(transformed[i])]))],
    ["PREDICTION", layOut(Object.entries(named).map(([name, value]) => [`  ${name}`, `${value}${unit}`]))],
    ["WARNINGS", warnings.length > 0 ? layOut(warnings.map(({ message }) => ["", message])) : "  none"],
  ];
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}
