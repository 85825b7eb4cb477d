// POST /feedback: what came true for stored predictions. One outcome as JSON, or one per line.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type ErrorType, ServiceError } from "../errors/errors.js";
import { decodeUtf8, isIdentity, notIdentity, notUtf8 } from "../http/body-encoding.js";
import type { Audit } from "../log/audit.js";
import type { FeedbackResult, Outcome } from "../store/messages.js";
import { parseId } from "../store/prediction-ids.js";
import type { PredictionStore } from "../store/prediction-store.js";
import { requireServed } from "./assignment.js";
import { checkBatchSize, type EndpointContext } from "./context.js";
import { refuseInput } from "./tables.js";

const LINES = "application/x-ndjson";
/** Marks routes whose body may be lines. */
const TAKES_LINES = { lines: true } as const;
/** Actual values are below this, so that the square of an error is finite. */
const LARGEST = 1e150;

/** The errors of single outcomes that are not stored. */
const REFUSALS: Partial<Record<FeedbackResult, readonly [number, ErrorType, string]>> = {
  conflict: [409, "ConflictingFeedbackError", "expected the actual value that this id already has, which stays"],
  unknown: [404, "UnknownPredictionError", "expected the id of a stored prediction, got one that is not known"],
  late: [410, "LateFeedbackError", "expected feedback before the prediction was deleted, which is the case by now"],
};

/** A body of lines. A class, because a body of JSON may be anything else. */
class Lines {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A line that holds no outcome. */
interface InvalidLine {
  readonly error: string;
}

export function addFeedback(
  service: FastifyInstance,
  context: EndpointContext,
  store: PredictionStore,
  audit: Audit | undefined,
): void {
  service.addContentTypeParser(LINES, { parseAs: "buffer" }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (!("lines" in request.routeOptions.config)) done(noLines());
    else if (!isIdentity(request.headers["content-encoding"])) done(notIdentity());
    else if (text === undefined) done(notUtf8());
    else done(null, new Lines(text));
  });

  service.post("/feedback", { config: TAKES_LINES }, async (request, reply) => {
    const { targets } = requireServed(context.models).model;
    const { body } = request;
    if (body instanceof Lines) return storeLines(request, reply, body.text, targets);
    const outcome = readOutcome(body, targets);
    const [result] = (await storeAll(request, targets, [outcome])) as [FeedbackResult];
    const refusal = REFUSALS[result];
    if (refusal) throw new ServiceError(...refusal);
    reply.code(result === "pending" ? 202 : 200);
    return { id: (body as { id: string }).id, result };
  });

  async function storeLines(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    targets: readonly string[],
  ): Promise<FastifyReply> {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    checkBatchSize(lines.length, context);
    const read = lines.map((line) => readLine(line, targets));
    const outcomes = read.flatMap((line) => ("error" in line ? [] : [line]));
    const results = await storeAll(request, targets, outcomes);
    let next = 0;
    const responses = read.map((line, i) => {
      if (!("error" in line)) return { line: i + 1, result: results[next++] };
      store.metrics.countFeedback("invalid");
      return { line: i + 1, result: "invalid", error: line.error };
    });
    return reply.type(LINES).send(responses.map((response) => `${JSON.stringify(response)}\n`).join(""));
  }

  /** Returns once all outcomes are stored. */
  async function storeAll(
    request: FastifyRequest,
    targets: readonly string[],
    outcomes: readonly Outcome[],
  ): Promise<readonly FeedbackResult[]> {
    if (outcomes.length === 0) return [];
    const results = await store.addFeedback(targets, outcomes);
    for (const result of results) store.metrics.countFeedback(result);
    audit?.appendFeedback(request, targets, outcomes, results);
    return results;
  }
}

function readLine(line: string, targets: readonly string[]): Outcome | InvalidLine {
  try {
    return readOutcome(parseLine(line), targets);
  } catch (error) {
    return { error: (error as ServiceError).message };
  }
}

/** @throws ServiceError without the text, as the parser's error would have it */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new ServiceError(400, "InvalidJSONError", "expected a line of JSON, got text that is not JSON");
  }
}

/** @throws ServiceError `InvalidInputError` */
function readOutcome(body: unknown, targets: readonly string[]): Outcome {
  const { id: text, actual } = (body ?? {}) as { readonly id?: unknown; readonly actual?: unknown };
  const id = parseId(text);
  if (!id) refuseInput('expected the id of a prediction as "id", as the response to it has it');
  const values = targets.map((target) =>
    targets.length === 1 ? actual : (actual as Readonly<Record<string, unknown>> | null | undefined)?.[target],
  );
  if (values.every((value) => typeof value === "number" && Math.abs(value) < LARGEST))
    return { id, actual: values as number[] };
  const expected = targets.length === 1 ? "a number" : "an object with a number for each target";
  return refuseInput(`expected ${expected} as "actual", between -1e150 and 1e150`);
}

function noLines(): ServiceError {
  return new ServiceError(415, "UnsupportedMediaTypeError", "expected the Content-Type application/json");
}
