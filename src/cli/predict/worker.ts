// A thread that scores chunks: dist/cli-worker.js.

import { parentPort, workerData } from "node:worker_threads";
import { openModel } from "../model.js";
import { createScorer } from "./plan.js";
import type { WorkerResult, WorkerSettings } from "./pool.js";

const { modelText, modelPath, plan } = workerData as WorkerSettings;
const port = parentPort!;
const score = createScorer(await openModel(modelText, modelPath), plan);

port.on("message", (chunk: Uint8Array) => port.postMessage(attempt(chunk)));

function attempt(chunk: Uint8Array): WorkerResult {
  try {
    return { scored: score(chunk) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}
