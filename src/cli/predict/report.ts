// A CSV file about rows: what is wrong with them, or what is doubtful.

import Papa from "papaparse";
import { openOutput } from "./output.js";

/** Takes lines. */
export interface Report {
  write(lines: (string | number)[][]): Promise<void>;
  /** Gives the file its name. */
  finish(): void;
}

/** Begins a report. */
export async function openReport(path: string, columns: readonly string[]): Promise<Report> {
  const output = openOutput(path);
  await output.write(`${columns.join()}\n`);
  return {
    async write(lines) {
      if (lines.length > 0) await output.write(`${Papa.unparse(lines, { newline: "\n" })}\n`);
    },
    finish: output.finish,
  };
}
