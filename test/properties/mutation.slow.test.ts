// All changes to model files.

import { describeChangedFiles } from "./changed-files.js";

describeChangedFiles(1);
