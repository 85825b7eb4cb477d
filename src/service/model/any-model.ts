// The type of a model with any inputs and targets.

import type { InputRecord, Model, Prediction } from "../../index.js";

/** Any model. */
export type AnyModel = Model<InputRecord, Prediction>;
