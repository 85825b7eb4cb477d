// DELETE /subjects/{subject}: forgets a subject. For operators only.

import type { FastifyInstance } from "fastify";
import { requireOperator } from "../access/operators.js";
import type { Audit } from "../log/audit.js";
import type { PredictionStore } from "../store/prediction-store.js";

interface SubjectParameter {
  Params: { subject: string };
}

/** @param operators the ids of the API keys that may delete, or undefined if anybody may */
export function addSubjects(
  service: FastifyInstance,
  store: PredictionStore,
  operators: readonly string[] | undefined,
  audit: Audit | undefined,
): void {
  service.delete<SubjectParameter>("/subjects/:subject", async (request) => {
    if (operators) requireOperator(request, operators);
    const deleted = await store.deleteSubject(request.params.subject);
    audit?.appendDeletion(request, deleted);
    return { deleted };
  });
}
