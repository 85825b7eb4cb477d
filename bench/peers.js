// Who is measured, in the order of the tables. `takes` says what a peer is given: those that do not
// take records get encoded rows, and their preprocessing is not in their times.

import * as gcc from "./peers/gcc.js";
import * as libsvm from "./peers/libsvm.js";
import * as libsvmJs from "./peers/libsvm-js.js";
import * as mlMatrix from "./peers/ml-matrix.js";
import * as onnxruntime from "./peers/onnxruntime.js";
import * as plainLoop from "./peers/plain-loop.js";
import * as scikitLearn from "./peers/scikit-learn.js";
import * as supportvector from "./peers/supportvector.js";
import * as supportvectorColumns from "./peers/supportvector-columns.js";
import * as supportvectorTransformed from "./peers/supportvector-transformed.js";

export const PEERS = [
  { id: "supportvector", title: "supportvector", takes: "record", load: supportvector.load },
  { id: "columns", title: "supportvector, predictColumns", takes: "columns", load: supportvectorColumns.load },
  {
    id: "transformed",
    title: "supportvector, predictTransformed",
    takes: "encoded row",
    load: supportvectorTransformed.load,
  },
  { id: "plain", title: "plain JavaScript loop", takes: "encoded row", load: plainLoop.load },
  { id: "ml-matrix", title: "ml-matrix", takes: "encoded row", load: mlMatrix.load },
  { id: "libsvm-wasm", title: "libsvm-js, WebAssembly", takes: "encoded row", ...libsvmJs.wasm },
  { id: "libsvm-asm", title: "libsvm-js, asm.js", takes: "encoded row", ...libsvmJs.asm },
  { id: "onnx-node", title: "onnxruntime-node, float32", takes: "encoded row", ...onnxruntime.node },
  { id: "onnx-web", title: "onnxruntime-web, float32", takes: "encoded row", ...onnxruntime.web },
  { id: "pipeline", title: "scikit-learn, pipeline", takes: "DataFrame", ...scikitLearn.pipeline },
  { id: "svr", title: "scikit-learn, SVR only", takes: "encoded row", ...scikitLearn.svr },
  { id: "intelex", title: "scikit-learn-intelex, SVR only", takes: "encoded row", ...scikitLearn.intelex },
  { id: "libsvm", title: "libsvm, gcc -O3 -march=native", takes: "encoded row", load: libsvm.load },
  { id: "gcc-o3", title: "C, gcc -O3 -march=native", takes: "encoded row", ...gcc.o3 },
  { id: "gcc-ofast", title: "C, gcc -Ofast -march=native", takes: "encoded row", ...gcc.ofast },
];
