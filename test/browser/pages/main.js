import { loadModel } from "supportvector";
import { predictBatch } from "supportvector/absenteeism";
import { fetchTasks } from "./fetch-tasks.js";
import { predictBits } from "./predicted-bits.ts";

globalThis.report = fetchTasks().then((tasks) => predictBits({ loadModel, predictBatch }, tasks));
