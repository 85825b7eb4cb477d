// `npm run test:engines`: every fixture's predictions, and the library's functions at seeded
// points, are the same bits in every engine.
//
//   --without NAME   does without this engine. May be repeated.
//   --write          writes the tables of docs/accuracy.md
//
// Any other engine that is not installed is a failure.
//
// `npm run test:engines:setup` installs the engines that the npm registry has. The others are the
// machine's (CONTRIBUTING.md).

import { parseArgs } from "node:util";
import { writeTables } from "../support/written-tables.js";
import { ENGINES } from "./engines.js";
import { describeBits, findDifference, type Measured } from "./measured.js";
import { compileScript, EXPRESSION } from "./script.js";
import { drawTables } from "./tables.js";

const { values: options } = parseArgs({
  options: { without: { type: "string", multiple: true, default: [] }, write: { type: "boolean", default: false } },
});
const names = ENGINES.map(({ name }) => name);
const unknown = options.without.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`--without expected one of ${names.join(", ")}, got ${unknown.join(", ")}`);

const script = await compileScript();
const measured: Measured[] = [];
const failures: string[] = [];
for (const { name, evaluate } of ENGINES.filter((engine) => !options.without.includes(engine.name))) {
  const line = (...cells: string[]): void => console.log([name.padEnd(15), ...cells].join("  "));
  try {
    const evaluated = await evaluate(script, EXPRESSION);
    const found: Measured = { name, version: evaluated.version, bits: JSON.parse(evaluated.text) };
    measured.push(found);
    line(found.version.padEnd(14), describeBits(found));
    const difference = findDifference(measured[0]!, found);
    if (difference) failures.push(`${name} is not as ${measured[0]!.name}: ${difference}`);
  } catch (error) {
    line((error as Error).message.slice(0, 500));
    failures.push(`${name} gave nothing`);
  }
}
if (measured.length < 2) failures.push("nothing was compared");

for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
if (options.write && failures.length === 0) writeTables("accuracy.md", "test:engines", drawTables(measured));
