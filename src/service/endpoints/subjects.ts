// DELETE /subjects/{subject}: forgets a subject. For operators only.

import type { FastifyInstance } from "fastify";
import { callerOf } from "../access/caller.js";
import { ServiceError } from "../errors/errors.js";
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
    const caller = callerOf(request)?.id;
    if (operators && !(caller !== undefined && operators.includes(caller)))
      throw new ServiceError(403, "ForbiddenError", "expected the API key of an operator, got another one");
    const deleted = await store.deleteSubject(request.params.subject);
    audit?.appendDeletion(request, deleted);
    return { deleted };
  });
}
