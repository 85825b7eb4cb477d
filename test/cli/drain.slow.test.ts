// The shutdown of a service that has workers.

import { describeDraining } from "./draining.js";

describeDraining("2");
