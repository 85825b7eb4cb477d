// libsvm-js: libsvm compiled to WebAssembly, and to asm.js. The SVR only, on encoded rows.

import { writeLibsvm } from "../libsvm-text.js";
import { rowsFrom } from "./encoded-rows.js";
import { importPeer, NotInstalled } from "./not-installed.js";

/**
 * It copies the model's text, four bytes per character, to a stack of 5 MB. Beyond that it aborts.
 */
const LONGEST_TEXT = 1_250_000;

async function load(problem, entry) {
  const text = writeLibsvm(problem.svr);
  if (text.length > LONGEST_TEXT) throw new NotInstalled("cannot load a model of this size");
  // A promise of the class, or the class.
  const Svm = await (await importPeer(entry)).default;
  const svm = Svm.load(text);
  return {
    one: { prepare: (row) => rowsFrom(problem, row), run: (row) => svm.predictOne(row) },
    batch: {
      prepare: (start, count) => Array.from({ length: count }, (_, r) => rowsFrom(problem, start + r)),
      run: (batch) => svm.predict(batch),
    },
  };
}

export const wasm = { load: (problem) => load(problem, "libsvm-js") };
export const asm = { load: (problem) => load(problem, "libsvm-js/asm.js") };
