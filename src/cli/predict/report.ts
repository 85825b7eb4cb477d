// Reports: CSV files about rows.

import Papa from "papaparse";
import { openOutput } from "./output.js";

/** A report. */
export interface Report {
  write(lines: (string | number)[][]): Promise<void>;
  /** Renames the whole file. */
  finish(): void;
}

/** Opens a report, and writes its header. */
export async function openReport(path: string, columns: readonly string[]): Promise<Report> {
  const output = await openOutput(path);
  await output.write(`${columns.join()}\n`);
  return {
    async write(lines) {
      if (lines.length > 0) await output.write(`${Papa.unparse(lines, { newline: "\n" })}\n`);
    },
    finish: output.finish,
  };
}
