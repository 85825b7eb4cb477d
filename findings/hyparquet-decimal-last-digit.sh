#!/usr/bin/env bash
# hyparquet 1.31.5, with a file of DuckDB 1.5.6.
#
# Expected: a DECIMAL(9, 2) of 0.35 is read as the number 0.35. Seen: the integer 35 is multiplied by
# 0.01, and 0.01 is no double, so that about one value in seven is off by its last bit
# (0.35000000000000003). Dividing by 100 gives the nearest double for each of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyparquet@1.31.5 @duckdb/node-api@1.5.6-r.1
cat >main.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const connection = await (await DuckDBInstance.create()).connect();
await connection.run("copy (select (i / 100.0)::decimal(9, 2) as d from range(100000) t(i)) to 'd.parquet'");
const rows = await parquetReadObjects({ file: await asyncBufferFromFile("d.parquet") });
const off = rows.filter(({ d }, i) => d !== i / 100).length;
console.log(`0.35 is read as ${rows[35].d}; ${off} of ${rows.length} values are off`);
JS
node main.mjs | tee seen
grep -q '0.35 is read as 0.35000000000000003; 1[0-9]\{4\} of 100000' seen
echo "as described"
