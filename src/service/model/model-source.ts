// Where a model comes from.

import type { Model } from "../../index.js";

/** The path of a model file, or a loaded model. */
// biome-ignore lint/suspicious/noExplicitAny: a model of any records and predictions
export type ModelSource = string | Model<any, any>;
