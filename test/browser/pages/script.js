import { predictBits } from "../../support/predicted-bits.ts";
import { fetchTasks } from "./fetch-tasks.js";

const { loadModel } = globalThis.supportvector;
const { predictBatch } = globalThis.absenteeism;
globalThis.report = fetchTasks().then((tasks) => predictBits({ loadModel, predictBatch }, tasks));
