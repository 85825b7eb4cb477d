// POST /explain. An explanation is no prediction of its own: it is neither stored nor audited, and
// no metric or drift counts it.

import type { FastifyInstance } from "fastify";
import { ExplainError, type Explained } from "../../explain/index.js";
import type { InputRecord, Prediction } from "../../index.js";
import { ServiceError } from "../errors/errors.js";
import type { SlicedWork } from "../http/turns.js";
import type { ServedModel } from "../model/served-model.js";
import { assignRecord } from "./assignment.js";
import type { EndpointContext } from "./context.js";
import { writeWarnings } from "./prediction.js";

export function addExplanation(
  service: FastifyInstance,
  { models, metrics, takeTurns, sendJson }: EndpointContext,
): void {
  service.post("/explain", async (request, reply) => {
    const { body } = request;
    const served = assignRecord(models, metrics, request, body);
    // In turns with other callers, because it takes longer than a prediction.
    const explained = await takeTurns(request, explain(served, body as InputRecord));
    const provenance = served.writeProvenance() + served.variantMembers;
    const warnings = writeWarnings(served.findWarnings(body as InputRecord));
    return sendJson(reply, `{"explanation":${JSON.stringify(explained)},${provenance}${warnings}}`);
  });
}

// biome-ignore lint/correctness/useYield: one slice, which loadFile has measured
function* explain({ explainer }: ServedModel, record: InputRecord): SlicedWork<Explained<Prediction>> {
  try {
    return explainer!.explain(record);
  } catch (error) {
    if (!(error instanceof ExplainError)) throw error;
    throw new ServiceError(
      422,
      "NotExplainableError",
      "expected a record that the model predicts with any values of the background, got one that it does not",
    );
  }
}
