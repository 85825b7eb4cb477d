// Translates errors of the engine and of Fastify into errors for clients. Messages of other errors
// are never passed on, since they may hold confidential text.

import type { FastifyError } from "fastify";
import { InputError, type InputIssue } from "../../index.js";
import { type ErrorType, ServiceError } from "./errors.js";

/** Number of problems that an error lists. */
export const MAX_ISSUES = 100;

/** Fastify's codes that a request can cause. */
const FROM_FASTIFY: Readonly<Record<string, readonly [number, ErrorType, string]>> = {
  FST_ERR_BAD_URL: [400, "BadRequestError", "expected a URL that can be decoded"],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "PayloadTooLargeError", "the body exceeds the limit of this service"],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, "InvalidJSONError", "expected a JSON body, got an empty one"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, "BadRequestError", "expected a body of the length in Content-Length"],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    400,
    "InvalidJSONError",
    "expected a JSON body, got text that is not JSON. A missing value is null, since JSON has no NaN",
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "UnsupportedMediaTypeError", "expected the Content-Type application/json"],
  FST_ERR_MAX_PARAM_LENGTH: [414, "BadRequestError", "the URL is too long"],
};

/** Returns the error for the client, or undefined if the service is at fault. */
export function translateError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof InputError) return refusedRecords(error.issues);
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : FROM_FASTIFY[code];
  if (known) return new ServiceError(...known);
  // The remaining 4xx errors come from other parts of Fastify, or from plugins of a program that
  // registers the endpoints in its own service.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ServiceError(statusCode, "BadRequestError", "the request cannot be processed");
  return undefined;
}

/** Returns the error for a fault of the service. */
export function internalError(): ServiceError {
  return new ServiceError(500, "InternalServerError", "internal error of the service");
}

/**
 * Returns the error for records that the model does not accept.
 *
 * @param issues every problem of the records that were checked, at least one
 * @param unchecked number of records behind them
 */
export function refusedRecords(issues: readonly InputIssue[], unchecked: number = 0): ServiceError {
  const listed = issues.slice(0, MAX_ISSUES).map(addAdvice);
  const missing = new Set(issues.flatMap(({ code, input }) => (code === "MISSING_INPUT" && input) || []));
  const details = {
    issues: listed,
    ...(issues.length > MAX_ISSUES && { issue_count: issues.length }),
    ...(unchecked > 0 && { unchecked_records: unchecked }),
  };
  if (missing.size === 0) {
    const [first] = listed;
    const count = `${unchecked > 0 ? "at least " : ""}${issues.length}`;
    const message = issues.length === 1 ? first!.message : `${count} problems: ${first!.message}, …`;
    return new ServiceError(400, "InvalidInputError", message, details);
  }
  return missingFeatures([...missing], details);
}

/** Tells how to write a boolean for an input that held none in training. */
function addAdvice(issue: InputIssue): InputIssue {
  const { code, received, message } = issue;
  // Text is quoted, so this is the value itself.
  if (code !== "WRONG_TYPE" || (received !== "true" && received !== "false")) return issue;
  return { ...issue, message: `${message}. If the input held numbers in training, write 1 for true and 0 for false` };
}

/** Returns the error for records that lack features. */
export function missingFeatures(missing: readonly string[], details: object = {}): ServiceError {
  const message = `Missing required features: ${missing.join(", ")}`;
  return new ServiceError(400, "MissingFeaturesError", message, { missing, ...details });
}
