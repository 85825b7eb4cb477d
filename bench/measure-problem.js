// The process of one problem, which run.js starts: models of other problems must not slow this
// one's down, nor stay in memory.

import { describeEvaluator } from "./evaluators.js";
import { measure } from "./measure.js";
import { findProblem, makeProblem } from "./problems.js";

process.once("message", async ({ id, plan }) => {
  const problem = makeProblem(findProblem(id), plan.most);
  const peers = await measure(problem, plan);
  const scale = Math.max(...problem.references.map(Math.abs));
  const { title, family, main = false, file, svr, largest } = problem;
  const evaluator = describeEvaluator(file, problem.plan);
  const sizes = { vectorCount: svr.dualCoef.length, width: svr.width };
  process.send({ id, title, family, main, ...sizes, largest, scale, evaluator, peers }, () => process.exit());
});
