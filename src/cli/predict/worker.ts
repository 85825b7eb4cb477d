// A thread that scores chunks: dist/cli-worker.js.

import { workerData } from "node:worker_threads";
import { openModel } from "../model.js";
import { createScorer } from "./plan.js";
import type { WorkerSettings } from "./pool.js";
import { respond } from "./thread.js";

const { modelText, modelPath, plan } = workerData as WorkerSettings;
respond(createScorer(await openModel(modelText, modelPath), plan));
