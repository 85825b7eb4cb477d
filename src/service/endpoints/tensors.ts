// The tensors of an inference request, as a table.

import type { InputInfo } from "../../index.js";
import { refuseInput, requireUnique, selectColumns, type Table, type TableColumns, tableOfColumns } from "./tables.js";
import { readTensor, type Tensor } from "./tensor.js";

/**
 * Reads the tensors of an inference request: one of shape [n] or [n, 1] per input, or a single one
 * of shape [n, inputs]. Tensors with other names are ignored.
 *
 * @param tensors the member `inputs` of its body
 * @throws ServiceError `MissingFeaturesError`, `InvalidInputError`
 */
export function tableOfTensors(tensors: unknown, columns: TableColumns): Table {
  if (!Array.isArray(tensors) || tensors.length === 0) refuseInput('expected an array of tensors as "inputs"');
  const read = tensors.map((tensor, i) => readTensor(tensor, `inputs/${i}`));
  const [first] = read;
  if (first && read.length === 1 && first.shape[1] === columns.inputs.length)
    return tableOfMatrix(first, columns.inputs);
  requireUnique(
    read.map(({ name }) => name),
    "inputs",
  );
  const byName = new Map(read.map((tensor) => [tensor.name, tensor]));
  return tableOfColumns(
    selectColumns(byName, columns).map(([name, tensor]) => [name, columnOf(tensor)]),
    "inputs",
  );
}

function tableOfMatrix({ shape, data }: Tensor, inputs: readonly InputInfo[]): Table {
  const width = inputs.length;
  return {
    length: shape[0]!,
    record: (row) => Object.fromEntries(inputs.map(({ name }, k) => [name, data[row * width + k]])),
  };
}

function columnOf({ name, shape, data }: Tensor): readonly unknown[] {
  if ((shape[1] ?? 1) !== 1) refuseInput(`${JSON.stringify(name)}: expected the shape [n] or [n, 1]`);
  return data;
}
