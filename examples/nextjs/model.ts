// The model, loaded once per process and once per page. `npx supportvector types` writes the
// record's type.

import { loadModel } from "supportvector";
import modelFile from "../model.json";

export interface AbsenceRecord {
  /** From 25 to 59 in training. */
  readonly Age: number | null;
  /** One of early, late, night in training. */
  readonly Shift: string;
  /** From 1.3 to 57.8 in training. */
  readonly "Distance (km)": number | null;
}

export const model = loadModel<AbsenceRecord>(modelFile);
