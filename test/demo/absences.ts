// A CSV of absences as a spreadsheet in Europe might save it: byte order mark, semicolons, CRLF,
// quoted fields, columns of no concern, and some bad rows.

import { model } from "../../src/absenteeism/index.js";
import type { AbsenteeismRecord } from "../../src/absenteeism/record.generated.js";

export interface Absences {
  readonly csv: string;
  /** By row, from 1. The bad ones are left out. */
  readonly records: ReadonlyMap<number, AbsenteeismRecord>;
  /** Row, column and reason of each bad row. */
  readonly rejects: readonly (readonly [row: number, column: string, reason: string])[];
}

/** A field that must be quoted. */
export const NOTE = 'Zoë said: "tired";\r\nno more';

/** Makes up rows. Four of every 10,000 are bad. */
export function makeAbsences(rowCount: number): Absences {
  const names = model.inputs.map(({ name }) => name);
  const lines = [["Note", ...names.map((name) => `${name} `)].join(";")];
  const records = new Map<number, AbsenteeismRecord>();
  const rejects: [number, string, string][] = [];
  for (let row = 1; row <= rowCount; row++) {
    const values = model.inputs.map((input, i) => {
      const k = row * (i + 3) + Math.floor(row / 7);
      if (input.kind === "category") return input.categories[k % input.categories.length] as number;
      const [low, high] = input.range as [number, number];
      return low + ((k % 13) / 13) * (high - low);
    });
    const cells: string[] = values.map(String);
    const bad = spoil(row % 10_000, names, cells);
    if (bad) rejects.push([row, ...bad]);
    else
      records.set(row, Object.fromEntries(names.map((name, i) => [name, values[i]])) as unknown as AbsenteeismRecord);
    lines.push([row % 500 === 0 ? `"${NOTE.replaceAll('"', '""')}"` : "", ...cells].join(";"));
  }
  return { csv: `\uFEFF${lines.join("\r\n")}\r\n`, records, rejects };
}

/** Makes a row bad, if it is its turn. Returns the column and the reason. */
function spoil(turn: number, names: readonly string[], cells: string[]): [string, string] | undefined {
  const age = names.indexOf("Age");
  if (turn === 1_000) {
    cells[age] = "";
    return ["Age", "expected a finite number, got a missing value"];
  }
  if (turn === 2_000) {
    cells[age] = "34,5";
    return ["Age", "expected a finite number, got a number with a comma"];
  }
  if (turn === 3_000) {
    cells[age] = "1e999";
    return ["Age", "expected a finite number, got a number out of bounds"];
  }
  if (turn === 4_001) {
    cells.pop();
    return ["", "expected 20 fields, got 19"];
  }
  return undefined;
}
