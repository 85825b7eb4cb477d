// Where a model comes from.

import type { Explainer } from "../../explain/index.js";
import type { Model } from "../../index.js";

/** The path of a model file, a loaded model, or an explainer, which holds one. */
// biome-ignore lint/suspicious/noExplicitAny: a model of any records and predictions
export type ModelSource = string | Model<any, any> | Explainer<any, any>;
