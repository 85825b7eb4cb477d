// Properties of predictions. prediction.slow.test.ts tries more models.

import { describePredicting } from "./predicting.js";

describePredicting(0.2);
