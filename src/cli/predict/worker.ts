// A thread that scores pieces: dist/cli-worker.js.

import { parentPort, workerData } from "node:worker_threads";
import { openModel } from "../model.js";
import { createScorer } from "./plan.js";
import type { WorkerAnswer, WorkerSettings } from "./pool.js";

const { modelText, modelPath, plan } = workerData as WorkerSettings;
const port = parentPort!;
const score = createScorer(await openModel(modelText, modelPath), plan);

port.on("message", (piece: Uint8Array) => port.postMessage(answer(piece)));

function answer(piece: Uint8Array): WorkerAnswer {
  try {
    return { scored: score(piece) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}
