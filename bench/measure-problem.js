// The process of one problem, which run.js starts: models of other problems must not slow this
// one's down, nor stay in memory.

import { measure } from "./measure.js";
import { makeProblem, PROBLEMS } from "./problems.js";

process.once("message", async ({ id, most, plan }) => {
  const problem = makeProblem(
    PROBLEMS.find((each) => each.id === id),
    most,
  );
  const peers = await measure(problem, plan);
  const scale = Math.max(...problem.references.map(Math.abs));
  const { title, family, svr, largest } = problem;
  const sizes = { vectorCount: svr.dualCoef.length, width: svr.width };
  process.send({ id, title, family, ...sizes, largest, scale, peers }, () => process.exit());
});
