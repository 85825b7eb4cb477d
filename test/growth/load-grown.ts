// Loads grown files, one after the other, and prints how long the slowest took. A process of its
// own, so that its memory can be limited and measured. Arguments: the first seed, and how many.

import { loadModel, ModelFileError } from "../../src/index.js";
import { readFixtures } from "../support/fixtures.js";
import { type GrownKind, grow, grownKinds, randomFrom } from "../support/grown-files.js";

/** What loading several files took. */
export interface Loaded {
  readonly files: number;
  /** How many were not refused. */
  readonly loaded: number;
  /** The file that took the most time of the processor. */
  readonly slowest: {
    readonly seed: number;
    readonly kind: string;
    readonly milliseconds: number;
    readonly characters: number;
  };
  /** The most memory that the process had. */
  readonly megabytes: number;
}

/** The largest file, in characters. */
const LARGEST = 1_000_000;

const [first = 0, count = 1] = process.argv.slice(2).map(Number);
const kinds = Object.keys(grownKinds) as GrownKind[];
const fixtures = readFixtures().map(({ name, model }) => ({ name, text: JSON.stringify(model) }));

/**
 * Returns the text of the file of a seed. Half are kinds of any size, more small ones than large
 * ones. Half are grown fixtures.
 */
function fileOf(seed: number): { kind: string; text: string } {
  const random = randomFrom(seed);
  if (random() < 0.5) {
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    const text = JSON.stringify(grownKinds[kind](random() ** 2));
    return { kind, text: text.length > LARGEST ? JSON.stringify(grownKinds[kind](0.5)) : text };
  }
  const fixture = fixtures[Math.floor(random() * fixtures.length)]!;
  let { text } = fixture;
  for (let changes = 1 + Math.floor(random() * 6); changes > 0; changes--) {
    const model = JSON.parse(text);
    grow(model, random, LARGEST - text.length);
    const grown = JSON.stringify(model);
    if (grown.length <= LARGEST) text = grown;
  }
  return { kind: fixture.name, text };
}

let loaded = 0;
let slowest: Loaded["slowest"] = { seed: first, kind: "", milliseconds: 0, characters: 0 };
for (let seed = first; seed < first + count; seed++) {
  const { kind, text } = fileOf(seed);
  // Says which file it was, should the process end.
  process.stderr.write(`${seed}\n`);
  const start = process.cpuUsage();
  try {
    loadModel(text, { targets: "any" });
    loaded++;
  } catch (error) {
    // Any other error is a bug.
    if (!(error instanceof ModelFileError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > slowest.milliseconds) slowest = { seed, kind, milliseconds, characters: text.length };
}
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ files: count, loaded, slowest, megabytes } satisfies Loaded));
