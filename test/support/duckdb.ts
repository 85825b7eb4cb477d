// DuckDB, which writes Parquet for tests and reads it back: another program's opinion of a file.

import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect } from "vitest";
import { loadModel } from "../../src/index.js";
import type { Workplace } from "./finished-command.js";
import { tinyModel } from "./tiny-model.js";

/** A table, as DuckDB shows it. */
interface DuckTable {
  /** `name TYPE` of each column. */
  readonly columns: readonly string[];
  /** The text of every value. It tells −0 from 0, and a missing value is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A database in memory. */
export interface Duck {
  run(sql: string): Promise<void>;
  /** Writes a query's rows to `rows.parquet`. */
  copy(place: Workplace, query: string, options?: string): Promise<void>;
  /** @param table a function of DuckDB, a query, or a file in quotes */
  read(table: string): Promise<DuckTable>;
  /** Reads a file of the folder. */
  readFile(place: Workplace, name: string): Promise<DuckTable>;
}

/** Opens a database. */
export async function openDuck(): Promise<Duck> {
  // Rows keep their order with one thread.
  const database = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await database.connect();
  const quote = ({ folder }: Workplace, name: string): string => `'${join(folder, name)}'`;
  const read = async (table: string): Promise<DuckTable> => {
    const described = await connection.runAndReadAll(`describe select * from ${table}`);
    const columns = described.getRows().map(([name, type]) => `${name} ${type}`);
    const values = await connection.runAndReadAll(`select columns(*)::varchar from ${table}`);
    return { columns, rows: values.getRows() as (string | null)[][] };
  };
  return {
    async run(sql) {
      await connection.run(sql);
    },
    async copy(place, query, options = "") {
      await connection.run(`copy (${query}) to ${quote(place, "rows.parquet")} (format parquet${options})`);
    },
    read,
    readFile: (place, name) => read(quote(place, name)),
  };
}

const COLUMN = "predicted hours (h)";

/**
 * Predicts `rows.parquet` by the tiny model. What comes out is what came in, and the library's
 * predictions.
 */
export async function expectPredicted(duck: Duck, place: Workplace): Promise<void> {
  place.write("model.json", JSON.stringify(tinyModel()));
  const finished = place.run(["predict", "rows.parquet", "--model", "model.json", "--output", "out.parquet"]);
  expect(finished.errors).not.toContain("supportvector: ");
  expect(finished.code).toBe(0);
  const before = await duck.readFile(place, "rows.parquet");
  const after = await duck.readFile(place, "out.parquet");
  expect(after.columns).toEqual([...before.columns, `${COLUMN} DOUBLE`]);
  expect(after.rows.map((row) => row.slice(0, -1))).toEqual(before.rows);
  const find = (name: string): number => before.columns.findIndex((column) => column.startsWith(`${name} `));
  const [age, shift] = [find("Age"), find("Shift")];
  const round = before.columns[age] === "Age FLOAT" ? Math.fround : Number;
  const records = before.rows.map((row) => ({
    Age: row[age] === null ? null : round(Number(row[age])),
    Shift: row[shift]!,
  }));
  expect(after.rows.map((row) => Number(row.at(-1)))).toEqual(loadModel(tinyModel()).predictBatch(records));
}

/**
 * Predicts `rows.parquet` by a model that knows the shift "early" alone. Other rows are rejected,
 * and their row groups are written anew. What comes out is what came in.
 */
export async function expectRejected(duck: Duck, place: Workplace): Promise<void> {
  const file = tinyModel(({ inputs, pipeline, feature_names_out }) => {
    const encoder = (pipeline as { transformers: { step: { categories?: unknown[][] } }[] }).transformers[1]!;
    encoder.step.categories = [["early", "night"]];
    (inputs[1] as { categories: string[] }).categories = ["early", "night"];
    feature_names_out[2] = "shift__Shift_night";
  });
  place.write("early.json", JSON.stringify(file));
  const args = ["predict", "rows.parquet", "--model", "early.json", "--rejects", "rejects.csv"];
  expect(place.run([...args, "--output", "early.parquet"]).code).toBe(0);
  const before = await duck.readFile(place, "rows.parquet");
  const after = await duck.readFile(place, "early.parquet");
  const shift = before.columns.findIndex((column) => column.startsWith("Shift "));
  expect(after.columns).toEqual([...before.columns, `${COLUMN} DOUBLE`]);
  expect(after.rows.map((row) => row.slice(0, -1))).toEqual(before.rows.filter((row) => row[shift] === "early"));
}
