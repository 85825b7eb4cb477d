// What peers that take encoded rows share.

/** @returns where the rows from `start` on stand, `count` of them, one after another */
export function rowsFrom({ rows, svr: { width } }, start, count = 1) {
  return rows.subarray(start * width, (start + count) * width);
}
