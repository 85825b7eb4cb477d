// The engine's public API.

export {
  type ErrorCode,
  InputError,
  type InputIssue,
  type InputIssueCode,
  ModelFileError,
  type ModelFileIssue,
  SupportVectorError,
} from "./errors.js";
export type { ModelInfo } from "./info.js";
export type { InputWarning } from "./inputs/input-problem.js";
export type { JsonSchema } from "./inputs/input-schema.js";
export type { InputColumns, MatrixLike } from "./inputs/rows.js";
export { type LoadOptions, loadModel } from "./load-model.js";
export type {
  Attempt,
  InputInfo,
  InputRecord,
  IntervalsInfo,
  Model,
  Prediction,
  PredictionColumns,
  ReferenceInfo,
  TryOptions,
} from "./model.js";
export type { VerificationReport } from "./verification.js";
