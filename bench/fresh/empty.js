// What every process takes that predicts nothing.
import { finish } from "./finish.js";

finish();
