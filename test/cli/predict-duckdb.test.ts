// `supportvector predict` of Parquet of every flat type: DuckDB reads the output, and finds what
// came in.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Duck, expectPredicted, expectRejected, openDuck } from "../support/duckdb.js";
import { createWorkplace, type Workplace } from "../support/finished-command.js";

let duck: Duck;
let place: Workplace;
beforeAll(async () => {
  duck = await openDuck();
});
beforeEach(() => {
  place = createWorkplace();
});
afterEach(() => place.remove());

it("carries all that pyarrow writes, logical integer types of 8 to 64 bits among it", async () => {
  const written = fileURLToPath(new URL("parquet/types.parquet", import.meta.url));
  copyFileSync(written, join(place.folder, "rows.parquet"));
  await expectPredicted(duck, place);
  await expectRejected(duck, place);
});

it("carries all flat types of DuckDB, with their extreme and missing values", async () => {
  const { columns } = await duck.read("test_all_types()");
  // Nested types have brackets. DuckDB writes an enum as text, and reads it back as such.
  const flat = columns.filter((column) => !/[[(]/.test(column.replace(/DECIMAL.*/, "")));
  expect(flat.length).toBeGreaterThan(30);
  const names = flat.map((column) => `"${column.split(" ")[0]}"`).join(", ");
  await duck.copy(
    place,
    `select ${names}, small_enum::varchar as name, 30.5::double as "Age",
    (['early', 'late'])[1 + row_number() over () % 2]::enum ('early', 'late') as "Shift" from test_all_types()`,
  );
  await expectPredicted(duck, place);
  await expectRejected(duck, place);
});
