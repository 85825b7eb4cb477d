// What the ways to predict are given, call by call.

/**
 * @param draw {() => number[]} the inputs of a record
 * @param count of records
 * @param rows of a batch
 * @returns the records as arguments of `predict` (`one`), `predictBatch` (`batch`) and
 * `predictColumns` (`columns`)
 */
export function makeCalls({ inputs }, draw, count, rows) {
  const pool = Array.from({ length: count }, draw);
  const one = pool.map((row) => Object.fromEntries(inputs.map(({ name }, i) => [name, row[i]])));
  const starts = Array.from({ length: count / rows }, (_, batch) => batch * rows);
  const slices = (list) => starts.map((start) => list.slice(start, start + rows));
  const toColumns = (batch) =>
    Object.fromEntries(inputs.map(({ name }, i) => [name, Float64Array.from(batch, (row) => row[i])]));
  return { one, batch: slices(one), columns: slices(pool).map(toColumns) };
}
