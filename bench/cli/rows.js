// Writes rows of the included model's inputs, from a seed, as CSV, NDJSON and Parquet: `node
// bench/cli/rows.js FOLDER ROWS`. A process of its own, because Linux counts the memory of the
// process that starts another among what that one has used.

import { closeSync, openSync, writeSync } from "node:fs";
import { parquetWriteFile } from "hyparquet-writer";
import { drawInput, recur } from "../draw.js";
import { readShippedModel } from "../problems.js";
import { makeRandom } from "../random.js";

const folder = process.argv[2];
const ROWS = Number(process.argv[3]);

writeRows("recurrent", true);
writeRows("apart", false);

/**
 * @param recurrent whether people and months come again, as in a company, or every input is drawn
 * for itself
 */
function writeRows(name, recurrent) {
  const file = readShippedModel();
  const random = makeRandom(1);
  const one = () => file.inputs.map((input) => drawInput(input, random));
  const draw = recurrent ? recur(file, one, random) : one;
  const columns = file.inputs.map(({ name }) => ({ name, data: new Float64Array(ROWS), type: "DOUBLE" }));
  const keys = file.inputs.map(({ name }) => JSON.stringify(name));
  const csv = openSync(`${folder}/${name}.csv`, "w");
  // NDJSON has names in every row, so one of the two files is enough.
  const ndjson = recurrent ? openSync(`${folder}/${name}.ndjson`, "w") : undefined;
  writeSync(csv, `${file.inputs.map(({ name }) => name).join()}\n`);
  for (let r = 0; r < ROWS; ) {
    let text = "";
    let records = "";
    for (const end = Math.min(ROWS, r + 10_000); r < end; r++) {
      const row = draw();
      text += `${row.join()}\n`;
      records += `{${keys.map((key, c) => `${key}:${row[c]}`).join()}}\n`;
      row.forEach((value, c) => {
        columns[c].data[r] = value;
      });
    }
    writeSync(csv, text);
    if (ndjson !== undefined) writeSync(ndjson, records);
  }
  closeSync(csv);
  if (ndjson !== undefined) closeSync(ndjson);
  parquetWriteFile({ filename: `${folder}/${name}.parquet`, columnData: columns, rowGroupSize: 100_000 });
}
