// The shutdown of a service that is one process. drain.slow.test.ts has workers.

import { describeDraining } from "./draining.js";

describeDraining("1");
