// The process of a trial: dist/trial-process.js. Loads the model file on standard input, and writes
// to standard output why it is refused, or null. With the argument `explain` it explains as well.

import { buffer } from "node:stream/consumers";
import { openIntervals } from "./intervals.js";
import { describeFailure, type LoadFailure } from "./load-failure.js";
import { loadFile } from "./load-file.js";

function findFailure(text: string): LoadFailure | null {
  try {
    openIntervals(loadFile(text, process.argv[2] === "explain").model);
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

buffer(process.stdin).then((file) => process.stdout.write(JSON.stringify(findFailure(file.toString()))));
