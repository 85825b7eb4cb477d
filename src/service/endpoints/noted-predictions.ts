// What is known of predictions once they are made.

import type { FastifyRequest } from "fastify";
import type { Prediction } from "../../index.js";
import type { PredictedPart } from "./batch.js";

/** Predictions of one model for records of one request. */
export interface NotedPredictions extends PredictedPart {
  readonly request: FastifyRequest;
  /** The ids of all predictions of the request, if they are stored. */
  readonly ids: Buffer | undefined;
  /** The predictions of the response, if a shadow made these. */
  readonly responded?: readonly Prediction[];
}

/** Receives predictions. */
export type NotePredictions = (noted: NotedPredictions) => void;
