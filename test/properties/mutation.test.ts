// A tenth of the changes. mutation.slow.test.ts makes all.

import { describeChangedFiles } from "./changed-files.js";

describeChangedFiles(0.1);
