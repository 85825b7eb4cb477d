// The errors of the service: JSON with `error` for people and `type` for programs.

import type { InputIssue } from "../../index.js";

/** The kind of error. Values are stable, so that clients can match them. */
export type ErrorType =
  /** 400: a record lacks features. `missing` names them. */
  | "MissingFeaturesError"
  /** 400: `issues` lists every value that the model does not accept. */
  | "InvalidInputError"
  /** 400: the body is not JSON. */
  | "InvalidJSONError"
  /** 400: the request is not valid HTTP, or its URL is invalid. */
  | "BadRequestError"
  /** 401: the API key is missing or unknown. */
  | "UnauthorizedError"
  /** 403: the API key is not that of an operator. */
  | "ForbiddenError"
  /** 404: the endpoint or the model does not exist. */
  | "NotFoundError"
  /** 404: feedback for a prediction that is not known. */
  | "UnknownPredictionError"
  /** 405: the header `Allow` lists the methods of this endpoint. */
  | "MethodNotAllowedError"
  /** 408: the request took too long to arrive. */
  | "RequestTimeoutError"
  /** 409: another actual value was stored before, and stays. */
  | "ConflictingFeedbackError"
  /** 409: another version is in service, or another promotion holds. */
  | "ConflictingPromotionError"
  /** 409: the model file has no prediction intervals. */
  | "IntervalsMissingError"
  /** 410: feedback for a prediction that is already deleted. */
  | "LateFeedbackError"
  /** 413: the body is too long. */
  | "PayloadTooLargeError"
  /** 413: the request holds too many records. */
  | "BatchTooLargeError"
  /** 415: the Content-Type is not `application/json`. */
  | "UnsupportedMediaTypeError"
  /** 415: the body is compressed. */
  | "UnsupportedContentEncodingError"
  /** 421: `Host` has a name that the service does not accept. */
  | "MisdirectedRequestError"
  /** 422: the model accepts the record, but not its mixes with the background. */
  | "NotExplainableError"
  /** 429: the header `Retry-After` says after how many seconds to retry. */
  | "RateLimitExceededError"
  /** 431: the headers are too long. */
  | "HeadersTooLargeError"
  /** 500: a fault of the service. The log has its location in the code. */
  | "InternalServerError"
  /** 503: the store has ended. Predictions and feedback are no longer stored. */
  | "StoreEndedError"
  /** 503: no model is loaded. */
  | "ModelNotLoadedError"
  /** 503: the process is overloaded. `Retry-After` as above. */
  | "OverloadedError";

/** Further members of an error body. */
export interface ErrorDetails {
  /** Names of the missing features. */
  readonly missing?: readonly string[];
  /** The first hundred problems of the values. */
  readonly issues?: readonly InputIssue[];
  /** Number of problems of the records that were checked, if `issues` does not list all. */
  readonly issue_count?: number;
  /** Number of records that were not checked, because those before them have enough problems. */
  readonly unchecked_records?: number;
  /** All endpoints of the service. */
  readonly available_endpoints?: readonly string[];
}

/** An error whose message the client may read. */
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

/** Returns the error of a service that cannot keep up. Clients should retry after two seconds. */
export function overloaded(message: string): ServiceError {
  return new ServiceError(503, "OverloadedError", message, {}, { "Retry-After": "2" });
}

/** The body of an error response. */
export type ErrorBody = ErrorDetails & { readonly error: string; readonly type: ErrorType };

/** Returns the body of the response to an error. */
export function errorBody({ message, type, details }: ServiceError): ErrorBody {
  return { error: message, type, ...details };
}
