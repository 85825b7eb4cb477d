// What two builds are compared on. The goals are times as a share of commit 6cad43d's.

import { findProblem, NEIGHBOURS } from "../problems.js";

const INCLUDED = { problem: "shipped", rows: 10_000 };
const FRESH = { ...INCLUDED, records: "fresh", goals: { one: 0.42, batch: 0.42, columns: 0.42 } };
const RECURRING = { ...INCLUDED, records: "recurring", goals: { one: 0.5, batch: 0.6, columns: 0.6 } };

/** Within a tenth of the goals of one model. */
const goalsOfThree = ({ goals }) =>
  Object.fromEntries(Object.entries(goals).map(([way, goal]) => [way, Number((goal * 1.1).toFixed(3))]));

/**
 * `name`; the `problem`, its `records` and how many `rows` are a batch; `neighbours`:
 * problems whose models are used in the same process; `goals` per way to predict
 */
export const CASES = [
  { name: "included, fresh inputs", ...FRESH },
  { name: "included, recurring inputs", ...RECURRING },
  { name: "included, fresh inputs, three models", ...FRESH, neighbours: NEIGHBOURS, goals: goalsOfThree(FRESH) },
  {
    name: "included, recurring inputs, three models",
    ...RECURRING,
    neighbours: NEIGHBOURS,
    goals: goalsOfThree(RECURRING),
  },
  { name: "ordinary", problem: "ordinary", records: "recurring", rows: 10_000, goals: {} },
  { name: "standardised", problem: "standardised", records: "recurring", rows: 10_000, goals: {} },
  dense("continuous-100x10", 1000, {}),
  dense("continuous-500x10", 1000, { batch: 0.82 }),
  dense("continuous-500x64", 1000, { batch: 0.8 }),
  dense("continuous-2000x50", 512, {}),
  dense("continuous-10000x50", 128, { batch: 0.87 }),
  categorical("half-categorical-500x50", 1000),
  categorical("all-categorical-500x50", 1000),
  categorical("all-categorical-10000x50", 512),
].map(({ problem, neighbours = [], ...rest }) => ({
  ...rest,
  problem: findProblem(problem),
  neighbours: neighbours.map(findProblem),
}));

function dense(problem, rows, goals) {
  return { name: problem.replace("continuous-", "dense "), problem, records: "fresh", rows, goals };
}

function categorical(problem, rows) {
  return { name: problem.replaceAll("-", " "), problem, records: "fresh", rows, goals: {} };
}
