// Generates src/svm/kernel-loops.generated.ts: the loops of src/svm/kernels.ts over columns, which
// add up six sums at once, written out for twelve columns a turn. V8 asks for this shape:
//
// - It schedules all products of a block of code before it adds any of them. There are 15
//   registers, so at most seven sums and seven products fit. Eight take 1.1 of the time.
// - A turn of a loop checks the stack, then types, lengths and addresses of both arrays again.
//   These are about twelve instructions, which twelve columns share: 0.75 of the time.
// - A `break` before each column makes it a block of its own. Otherwise V8 loads the values of all
//   twelve columns before the first product, and spills most of them.
// - Sums | 0 need no check for overflow.
//
// To measure again: change it and run `npm run bench`, problem continuous-500x64.

import { writeFileSync } from "node:fs";

const COLUMNS = 12;
const LANES = [0, 1, 2];

/** The ways to add a column of a row to a sum. */
const squared = (sum, x, s) => `${sum} += (${x} - ${s}) * (${x} - ${s});`;
const product = (sum, x, s) => `${sum} += ${x} * ${s};`;

const at = (index, lane) => (lane ? `${index} + ${lane}` : index);
const lines = (list, line) => list.map(line).join("\n");

/** Two rows and one panel at a time. */
const ofPairs = (name, add) => `
/** Takes an even number of rows in twos. */
export function ${name}(panels: Panels, lanes: number, rows: Doubles, width: number, from: number, count: number, sums: number[], to: number): void {
  for (let p = 0; p < panels.length; p++) {
    const panel = panels[p]!;
    const end = panel.length;
    for (let row = 0, c0 = from, i = to + 3 * p; row < count; row += 2, c0 += 2 * width, i += 2 * lanes) {
      ${lines(LANES, (lane) => `let sum${lane} = 0, next${lane} = 0;`)}
      for (let k = 0, c = c0; ; ) {
        ${lines(
          Array(COLUMNS).fill(),
          () => `if (k >= end) break;
        {
          const x = rows[c]!, y = rows[(c + width) | 0]!;
          const ${LANES.map((lane) => `s${lane} = panel[${at("k", lane)}]!`)};
          ${lines(LANES, (lane) => `${add(`sum${lane}`, "x", `s${lane}`)} ${add(`next${lane}`, "y", `s${lane}`)}`)}
        }
        k = (k + 3) | 0; c = (c + 1) | 0;`,
        )}
      }
      ${lines(LANES, (lane) => `sums[${at("i", lane)}] = sum${lane}; sums[${at("i + lanes", lane)}] = next${lane};`)}
    }
  }
}
`;

/** One row and two panels at a time. */
const ofRow = (name, add) => `
/** Takes one row. */
export function ${name}(panels: Panels, rows: Doubles, from: number, sums: number[], to: number): void {
  for (let p = 1, i = to; p < panels.length; p += 2, i += 6) {
    const panel = panels[p - 1]!, other = panels[p]!;
    const end = panel.length;
    ${lines(LANES, (lane) => `let sum${lane} = 0, next${lane} = 0;`)}
    for (let k = 0, c = from; ; ) {
      ${lines(
        Array(COLUMNS).fill(),
        () => `if (k >= end) break;
      {
        const x = rows[c]!;
        const ${LANES.map((lane) => `s${lane} = panel[${at("k", lane)}]!, t${lane} = other[${at("k", lane)}]!`)};
        ${lines(LANES, (lane) => `${add(`sum${lane}`, "x", `s${lane}`)} ${add(`next${lane}`, "x", `t${lane}`)}`)}
      }
      k = (k + 3) | 0; c = (c + 1) | 0;`,
      )}
    }
    ${lines(LANES, (lane) => `sums[${at("i", lane)}] = sum${lane}; sums[${at("i", lane + 3)}] = next${lane};`)}
  }
}
`;

writeFileSync(
  new URL("../src/svm/kernel-loops.generated.ts", import.meta.url),
  `// Written by scripts/generate-kernel-loops.js. Do not edit.

type Doubles = readonly number[];
type Panels = readonly Doubles[];
${ofPairs("squaresOfPairs", squared)}${ofRow("squaresOfRow", squared)}${ofRow("productsOfRow", product)}`,
);
