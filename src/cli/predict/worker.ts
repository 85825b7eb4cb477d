// A thread that scores chunks: dist/cli-worker.js.

import { workerData } from "node:worker_threads";
import { createScorer } from "./plan.js";
import type { WorkerSettings } from "./pool.js";
import { openPredictor } from "./run.js";
import { respond } from "./thread.js";

const { predicting, plan } = workerData as WorkerSettings;
respond(createScorer(await openPredictor(predicting), plan));
