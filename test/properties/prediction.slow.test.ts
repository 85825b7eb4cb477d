// Properties of predicting, on many models.

import { describePredicting } from "./predicting.js";

describePredicting(1);
