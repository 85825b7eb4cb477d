// What is done with bad rows: the first ends the run, or all are written to a file.

import Papa from "papaparse";
import { describeProblems, type Problem } from "../../tables/problem.js";
import { Failure } from "../failure.js";
import { type Output, openOutput } from "./output.js";

/** Takes what is wrong with rows. */
export interface Rejects {
  /**
   * @param problems of rows that follow one another, which count from the beginning of the input
   * @throws Failure if they may not be bad
   */
  take(problems: readonly Problem[]): Promise<void>;
  finish(): void;
}

/** Ends the run at the first bad row. */
export function endAtFirst(file: string): Rejects {
  return {
    async take(problems) {
      const [first] = problems;
      if (!first) return;
      const said = describeProblems(problems.filter(({ row }) => row === first.row));
      throw new Failure(`row ${first.row + 1} of ${file}: ${said}: correct it, or say --rejects FILE`);
    },
    finish() {},
  };
}

/** Writes bad rows to a CSV file: their numbers, columns and reasons, one problem a line. */
export async function collect(path: string): Promise<Rejects> {
  const output: Output = openOutput(path);
  await output.write("row,column,reason\n");
  return {
    async take(problems) {
      if (problems.length === 0) return;
      const lines = problems.map(({ row, column = "", reason }) => [row + 1, column, reason]);
      await output.write(`${Papa.unparse(lines, { newline: "\n" })}\n`);
    },
    finish: output.finish,
  };
}
