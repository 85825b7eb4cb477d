// Generates src/svm/kernel-loops.generated.ts: the loops of src/svm/kernels.ts over columns, which
// add up six sums at once, written out for ten columns a turn. V8 asks for this shape:
//
// - It schedules all products of a block of code before it adds any of them. There are 15
//   registers, so at most seven sums and seven products fit. Eight take 1.1 of the time.
// - A turn of a loop checks the stack, then types, lengths and addresses of the arrays again. These
//   are about twelve instructions, which the columns of a turn share. Eight take 0.77 of the time
//   of one, twelve 0.75, and each costs four bytes of the bundle.
// - A `break` before each column makes it a block of its own. Otherwise V8 loads the values of all
//   ten columns before the first product, and spills most of them.
// - Two panels of three share the places of their values. One panel of six takes 1.13 of the time.
// - Sums | 0 need no check for overflow.
//
// To measure again: change it and run `npm run bench`, problem continuous-500x64.

import { writeFileSync } from "node:fs";

const COLUMNS = 10;
const LANES = [0, 1, 2];

const at = (index, lane) => (lane ? `${index} + ${lane}` : index);
const lines = (list, line) => list.map(line).join("\n");

/** @param add the way to add a column of a row to a sum */
const loop = (name, add) => `
export function ${name}(panels: Panels, lanes: number, rows: Doubles, width: number, from: number, count: number, sums: number[], to: number): void {
  for (let p = 1; p < panels.length; p += 2) {
    const a = panels[p - 1]!, b = panels[p]!;
    const end = a.length;
    for (let row = 0, first = from, i = to + 3 * (p - 1); row < count; row++, first += width, i += lanes) {
      ${lines(LANES, (lane) => `let sumA${lane} = 0, sumB${lane} = 0;`)}
      for (let k = 0, c = first; ; ) {
        ${lines(
          Array(COLUMNS).fill(),
          () => `if (k >= end) break;
        {
          const x = rows[c]!;
          const ${LANES.map((lane) => `a${lane} = a[${at("k", lane)}]!, b${lane} = b[${at("k", lane)}]!`)};
          ${lines(LANES, (lane) => `${add(`sumA${lane}`, `a${lane}`)} ${add(`sumB${lane}`, `b${lane}`)}`)}
        }
        k = (k + 3) | 0; c = (c + 1) | 0;`,
        )}
      }
      ${lines(LANES, (lane) => `sums[${at("i", lane)}] = sumA${lane}; sums[${at("i", lane + 3)}] = sumB${lane};`)}
    }
  }
}
`;

writeFileSync(
  new URL("../src/svm/kernel-loops.generated.ts", import.meta.url),
  `// Written by scripts/generate-kernel-loops.js. Do not edit.

type Doubles = readonly number[];
type Panels = readonly Doubles[];
${loop("addSquares", (sum, s) => `${sum} += (x - ${s}) * (x - ${s});`)}${loop("addProducts", (sum, s) => `${sum} += x * ${s};`)}`,
);
