// The longest row of CSV is read whatever its quotes are, and needs no deep stack.

import { expect, it } from "vitest";
import { createCsvRowReader } from "../../src/tables/csv-rows.js";

const LENGTH = 15 * 1024 * 1024;

it.each([
  ["quotes that close no field", '"a"b,', "\n"],
  ["pairs of quotes in a field that is never closed", '""', "\n"],
  ["fields that are never closed", 'a,"', "\n"],
  ["the same, with another line end", 'a,"', "\r\n"],
] as const)("%s", (_, unit, newline) => {
  const reader = createCsvRowReader({ name: "rows", delimiter: ",", decimal: ".", newline, width: 2, positions: [] });
  const { rows, problems } = reader.read(Buffer.from(`31,"${unit.repeat(LENGTH / unit.length)}${newline}`));
  expect(rows).toEqual([]);
  expect(problems).toEqual([{ row: 0, reason: "expected quotes that close at the end of their field" }]);
});
