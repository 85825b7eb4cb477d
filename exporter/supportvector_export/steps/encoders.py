"""OneHotEncoder."""

import numpy as np
from sklearn.preprocessing import OneHotEncoder

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..scalars import plain_category


def _convert_one_hot_encoder(step, path, columns, is_sparse, readings):
    if step.handle_unknown not in ("error", "ignore"):
        raise UnsupportedStepError(path, step, f"with handle_unknown={step.handle_unknown!r} is not supported")
    for parameter in ("min_frequency", "max_categories"):
        if getattr(step, parameter, None) is not None:
            raise UnsupportedStepError(path, step, f"with {parameter} is not supported")
    if np.dtype(step.dtype) in (np.float16, np.float32):
        raise UnsupportedStepError(path, step, f"with dtype={np.dtype(step.dtype).name} is not supported, only float64")
    all_categories, output = [], []
    dropped = [None] * len(columns) if step.drop_idx_ is None else list(step.drop_idx_)
    for i, (column, fitted, drop) in enumerate(zip(columns, step.categories_, dropped)):
        if not column.raw:
            raise UnsupportedStepError(path, step, f"reads column {i}, which another step computed; that is not supported")
        categories = [plain_category(value) for value in fitted.tolist()]
        if None in categories or len({isinstance(value, str) for value in categories}) > 1:
            raise UnsupportedStepError(
                path, step, f"has categories in column {i} that are not all numbers or all strings (missing values and bools are neither)"
            )
        all_categories.append(categories)
        readings[column.inputs[0]].categories.append(categories)
        readings.require(column, step.handle_unknown == "ignore" or column.fill in categories)
        output += [computed_column([column])] * (len(categories) - (drop is not None))
    converted = {"type": "OneHotEncoder", "categories": all_categories, "handle_unknown": step.handle_unknown}
    if any(drop is not None for drop in dropped):
        converted["drop"] = [None if drop is None else int(drop) for drop in dropped]
    # Renamed in scikit-learn 1.2.
    return converted, output, bool(step.sparse_output if hasattr(step, "sparse_output") else step.sparse)


def _evaluate_one_hot_encoder(step, columns):
    output = []
    for i, (column, categories) in enumerate(zip(columns, step["categories"])):
        drop = step["drop"][i] if "drop" in step else None
        output += [(column == value).astype(float) for j, value in enumerate(categories) if j != drop]
    return output


CONVERTERS = {OneHotEncoder: _convert_one_hot_encoder}
EVALUATORS = {"OneHotEncoder": _evaluate_one_hot_encoder}
