// The process of a trial: dist/trial-process.js. Loads the model file on standard input, and writes
// to standard output why it is refused, or null.

import { buffer } from "node:stream/consumers";
import { loadModel } from "../../index.js";
import { describeFailure, type LoadFailure } from "./load-failure.js";

function findFailure(text: string): LoadFailure | null {
  try {
    loadModel(text, { targets: "any" });
    return null;
  } catch (error) {
    return describeFailure(error);
  }
}

buffer(process.stdin).then((file) => process.stdout.write(JSON.stringify(findFailure(file.toString()))));
