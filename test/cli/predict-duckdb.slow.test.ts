// `supportvector predict` of Parquet of every codec, and with inputs of every type of number.

import { afterEach, beforeAll, beforeEach, it } from "vitest";
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

it.each(["snappy", "gzip", "zstd", "lz4_raw", "brotli", "uncompressed"])(
  "carries groups of rows in %s",
  async (codec) => {
    await duck.copy(
      place,
      `select case when i % 7 = 0 then null else 18 + i % 40 end as "Age", i as id, i / 3 as third,
       case when i % 5 = 0 then null else 'note ' || i % 11 end as note,
       (['early', 'late'])[1 + i % 2] as "Shift" from range(5000) t(i)`,
      `, compression ${codec}, row_group_size 2048, parquet_version ${codec === "zstd" ? "v2" : "v1"}`,
    );
    await expectPredicted(duck, place);
    await expectRejected(duck, place);
  },
);

it.each([
  ...["tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint"],
  ...["float", "double", "decimal(4, 2)", "decimal(9, 2)", "decimal(18, 2)", "decimal(38, 2)", "decimal(38, 30)"],
])("reads an input of the type %s as the nearest double", async (type) => {
  // About one in seven of these hundredths is not the double that is 0.01 times the integer.
  await duck.copy(
    place,
    `select (case when i = 13 then null else i / 100.0::double end)::${type} as "Age", 'late' as "Shift"
       from range(10000) t(i) where i % 10 = 3 or i in (35, 110)`,
  );
  await expectPredicted(duck, place);
});
