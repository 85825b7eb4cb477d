import { loadModel } from "supportvector";
import { predictBatch } from "supportvector/absenteeism";
import { predictBits } from "../../support/predicted-bits.ts";
import { fetchTasks } from "./fetch-tasks.js";

globalThis.report = fetchTasks().then((tasks) => predictBits({ loadModel, predictBatch }, tasks));
