// Errors of the engine and of Fastify → errors that callers can read. Messages of others are not passed on: they may tell what is nobody's business.

import type { FastifyError } from "fastify";
import { InputError, type InputIssue } from "../errors.js";
import { type ErrorType, ServiceError } from "./errors.js";

const ISSUES_IN_AN_ANSWER = 100;

/** Fastify's codes, as far as a request can cause them. */
const FROM_FASTIFY: Readonly<Record<string, readonly [number, ErrorType, string]>> = {
  FST_ERR_BAD_URL: [400, "BadRequestError", "the URL cannot be decoded"],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "PayloadTooLargeError", "the body is longer than this service accepts"],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, "InvalidJSONError", "expected a JSON body, got an empty one"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, "BadRequestError", "the body is not as long as Content-Length says"],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, "InvalidJSONError", "expected a JSON body, got text that is not JSON"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "UnsupportedMediaTypeError", "expected the Content-Type application/json"],
  FST_ERR_MAX_PARAM_LENGTH: [414, "BadRequestError", "the URL is too long"],
};

/** What a caller is told of an error; undefined if it is a fault of the service. */
export function translateError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof InputError) return describeIssues(error.issues);
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : FROM_FASTIFY[code];
  if (known) return new ServiceError(...known);
  // What is left of the 4xx are other parts of Fastify, and plugins of whoever registers the endpoints in a service of their own.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ServiceError(statusCode, "BadRequestError", "the request cannot be answered");
  return undefined;
}

/** The fault of the service, as far as it is told. */
export function internalError(): ServiceError {
  return new ServiceError(500, "InternalServerError", "the service failed to answer");
}

function describeIssues(issues: readonly InputIssue[]): ServiceError {
  const missing = new Set(issues.flatMap(({ code, input }) => (code === "MISSING_INPUT" && input) || []));
  const details = {
    issues: issues.slice(0, ISSUES_IN_AN_ANSWER),
    ...(issues.length > ISSUES_IN_AN_ANSWER && { issue_count: issues.length }),
  };
  if (missing.size === 0) {
    const [first] = issues;
    const message = issues.length === 1 ? first!.message : `${issues.length} problems: ${first!.message}, …`;
    return new ServiceError(400, "InvalidInputError", message, details);
  }
  const names = [...missing];
  return new ServiceError(400, "MissingFeaturesError", `Missing required features: ${names.join(", ")}`, {
    missing: names,
    ...details,
  });
}
