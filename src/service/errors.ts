// Every error that the service answers with: JSON with `error`, for people, and `type`, for programs.

import type { InputIssue } from "../errors.js";

/** What went wrong. Stable: callers match it. */
export type ErrorType =
  /** 400: a record lacks features; `missing` names them. */
  | "MissingFeaturesError"
  /** 400: `issues` lists every value that the model does not accept. */
  | "InvalidInputError"
  /** 400: the body is not JSON. */
  | "InvalidJSONError"
  /** 400: what came is not HTTP, or its URL is not one. */
  | "BadRequestError"
  /** 401: no API key, or one that is not known. */
  | "UnauthorizedError"
  /** 404: no such endpoint, or no such model. */
  | "NotFoundError"
  /** 405: the header `Allow` lists the methods of this endpoint. */
  | "MethodNotAllowedError"
  /** 408: the request took too long to arrive. */
  | "RequestTimeoutError"
  /** 413: the body is too long. */
  | "PayloadTooLargeError"
  /** 413: the request holds too many records. */
  | "BatchTooLargeError"
  /** 415: the body is not declared as `application/json`. */
  | "UnsupportedMediaTypeError"
  /** 429: the header `Retry-After` says in how many seconds to ask again. */
  | "RateLimitExceededError"
  /** 431: the headers are too long. */
  | "HeadersTooLargeError"
  /** 500: a fault of the service; the log has more. */
  | "InternalServerError"
  /** 503: no model has loaded. */
  | "ModelNotLoadedError"
  /** 503: too many requests at once; `Retry-After` as above. */
  | "OverloadedError";

/** What an answer holds besides `error` and `type`. */
export interface ErrorDetails {
  /** Names of the features that are not there. */
  readonly missing?: readonly string[];
  /** What is wrong with each value; the first hundred. */
  readonly issues?: readonly InputIssue[];
  /** How many there are, if more than `issues` lists. */
  readonly issue_count?: number;
  /** What there is instead. */
  readonly available_endpoints?: readonly string[];
}

/** An error that is the caller's to read. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
  readonly statusCode: number;
  readonly type: ErrorType;
  readonly details: ErrorDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    statusCode: number,
    type: ErrorType,
    message: string,
    details: ErrorDetails = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.statusCode = statusCode;
    this.type = type;
    this.details = details;
    this.headers = headers;
  }
}

/** The body of the answer. */
export function describeError({ message, type, details }: ServiceError): ErrorDetails & {
  readonly error: string;
  readonly type: ErrorType;
} {
  return { error: message, type, ...details };
}
