// The SVR as an ONNX file: one SVMRegressor of ai.onnx.ml, in float32, which is the only type
// onnxruntime has for it. It reads encoded rows.

import { message } from "./protobuf.js";

// The numbers of the fields are those of onnx.proto.
const FLOAT_TENSOR = 1;
const attribute = {
  int: (name, value) => message([1, name], [3, value], [20, 2]),
  string: (name, value) => message([1, name], [4, value], [20, 3]),
  floats: (name, values) => message([1, name], [7, Float32Array.from(values)], [20, 6]),
};

/** @param columns of the tensor, whose rows are any number */
function tensor(name, columns) {
  const shape = message([1, message([2, "rows"])], [1, message([1, columns])]);
  return message([1, name], [2, message([1, message([1, FLOAT_TENSOR], [2, shape])])]);
}

/** @returns the bytes of an ONNX file with the input "row" and the output "prediction" */
export function writeOnnx({ vectors, dualCoef, gamma, intercept, width }) {
  const attributes = [
    attribute.string("kernel_type", "RBF"),
    attribute.floats("kernel_params", [gamma, 0, 0]),
    attribute.floats("support_vectors", vectors),
    attribute.floats("coefficients", dualCoef),
    attribute.int("n_supports", dualCoef.length),
    attribute.floats("rho", [intercept]),
    attribute.string("post_transform", "NONE"),
  ];
  const node = message([1, "row"], [2, "prediction"], [4, "SVMRegressor"], ...attributes.map((bytes) => [5, bytes]), [
    7,
    "ai.onnx.ml",
  ]);
  const graph = message([1, node], [2, "svr"], [11, tensor("row", width)], [12, tensor("prediction", 1)]);
  const operators = [message([1, ""], [2, 15]), message([1, "ai.onnx.ml"], [2, 1])];
  return message([1, 8], [7, graph], ...operators.map((bytes) => [8, bytes]));
}
