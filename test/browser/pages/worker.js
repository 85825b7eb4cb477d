import { loadModel } from "supportvector";
import { predictBatch } from "supportvector/absenteeism";
import { predictBits } from "../../support/predicted-bits.ts";
import { fetchTasks } from "./fetch-tasks.js";

const violations = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective));
// The page hears of errors only.
addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});

fetchTasks().then((tasks) => {
  const bits = predictBits({ loadModel, predictBatch }, tasks);
  // What violates the policy is told in a task of its own.
  setTimeout(() => postMessage({ bits, violations }));
});
