import { fetchTasks } from "./fetch-tasks.js";
import { predictBits } from "./predicted-bits.ts";

const { loadModel } = globalThis.supportvector;
const { predictBatch } = globalThis.absenteeism;
globalThis.report = fetchTasks().then((tasks) => predictBits({ loadModel, predictBatch }, tasks));
