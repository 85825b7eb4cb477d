// Writers of tables, one for each format of an output.

import Papa from "papaparse";
import { Failure } from "../failure.js";
import type { Format } from "./format.js";
import type { ColumnText } from "./parquet-text.js";
import type { Layout, Table, TableWriter } from "./table.js";

type CreateWriter = (layout: Layout, file: string) => Promise<TableWriter>;

/** What a writer of each format is created by. Each imports what it needs, and no other. */
export const WRITERS: Readonly<Record<Format, CreateWriter>> = {
  async csv(layout, file) {
    const texts = await columnTexts(layout, file);
    return {
      before: `${Papa.unparse([layout.columns.map(({ name }) => name)])}\n`,
      write(table) {
        const rows = writeRows(table, texts, ({ write }, value) => write(value) ?? "");
        return rows.length > 0 ? `${Papa.unparse(rows, { newline: "\n" })}\n` : "";
      },
      end: () => "",
    };
  },

  async ndjson(layout, file) {
    const write = await recordWriter(layout, file);
    return {
      before: "",
      write: (table) =>
        write(table)
          .map((record) => `${record}\n`)
          .join(""),
      end: () => "",
    };
  },

  async json(layout, file) {
    const write = await recordWriter(layout, file);
    let between = "";
    return {
      before: "[\n",
      write(table) {
        if (table.rows === 0) return "";
        const text = between + write(table).join(",\n");
        between = ",\n";
        return text;
      },
      end: () => "\n]\n",
    };
  },

  async parquet(layout) {
    const { createParquetWriter } = await import("./parquet-writer.js");
    return createParquetWriter(layout);
  },
};

/** @throws Failure if a column has a type that text cannot hold */
async function columnTexts({ columns }: Layout, file: string): Promise<readonly ColumnText[]> {
  const { columnText } = await import("./parquet-text.js");
  const texts = columns.map(columnText);
  const unfit = columns.filter((_, c) => !texts[c]).map(({ name }) => JSON.stringify(name));
  if (unfit.length > 0) {
    const advice = "name an output for Parquet, or leave them out";
    throw new Failure(`${file} has columns of types that text cannot hold, ${unfit.join(", ")}: ${advice}`);
  }
  return texts as ColumnText[];
}

async function recordWriter(layout: Layout, file: string): Promise<(table: Table) => string[]> {
  const texts = await columnTexts(layout, file);
  const keys = layout.columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return (table) => writeRows(table, texts, writeJson).map((values) => `{${values.map((v, c) => keys[c] + v).join()}}`);
}

/** JSON has no literal for an infinite number. It becomes a string. */
function writeJson({ write, isLiteral }: ColumnText, value: unknown): string {
  const text = write(value);
  if (text === null) return "null";
  return isLiteral && !text.endsWith("Infinity") ? text : JSON.stringify(text);
}

function writeRows(
  { rows, lists }: Table,
  texts: readonly ColumnText[],
  write: (text: ColumnText, value: unknown) => string,
): string[][] {
  return Array.from({ length: rows }, (_, r) => texts.map((text, c) => write(text, lists[c]![r])));
}
