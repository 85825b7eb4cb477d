#!/usr/bin/env bash
# hyparquet-writer 0.17.0, read by DuckDB 1.5.6.
#
# Expected: a column with the logical type INTEGER(8, signed) is a valid Parquet file, since the
# format has this type. Seen: the writer stores `bitWidth` as a 32-bit integer where the format says
# 8 bits, so that DuckDB refuses the file. hyparquet itself reads it. With the converted type INT_8,
# the older name of the same type, the file is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyparquet-writer@0.17.0 hyparquet@1.31.5 @duckdb/node-api@1.5.6-r.1
cat >main.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

const connection = await (await DuckDBInstance.create()).connect();
async function readWith(type) {
  const element = { name: "a", type: "INT32", repetition_type: "REQUIRED", ...type };
  const schema = [{ name: "root", num_children: 1 }, element];
  const file = parquetWriteBuffer({ schema, columnData: [{ name: "a", data: Int32Array.of(1, 2) }] });
  writeFileSync("a.parquet", new Uint8Array(file));
  const duckdb = await connection
    .runAndReadAll("select sum(a)::int as a from 'a.parquet'")
    .then((reader) => String(reader.getRows()[0][0]), (error) => error.message.split(/[\n:(]/)[0]);
  const own = (await parquetReadObjects({ file })).map(({ a }) => a).join();
  return `DuckDB: ${duckdb}; hyparquet: ${own}`;
}
console.log("logical type   ", await readWith({ logical_type: { type: "INTEGER", bitWidth: 8, isSigned: true } }));
console.log("converted type ", await readWith({ converted_type: "INT_8" }));
JS
node main.mjs | tee seen
grep -q 'logical type .*DuckDB: [^3].*hyparquet: 1,2' seen
grep -q 'converted type .*DuckDB: 3; hyparquet: 1,2' seen
echo "as described"
