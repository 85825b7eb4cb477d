"""What a model file means, in plain numpy: an evaluator as short as can be, to hold an export against the pipeline it came from.

Shares no code with the conversion. Works on columns: float64 arrays, NaN where missing, or object arrays of strings, None where missing.
"""

import numpy as np

EPSILON = 2.0**-52
CHUNK = 2**22
"""Differences held at a time: 32 MiB."""
SCALERS = {
    "StandardScaler": (("mean", np.subtract), ("scale", np.divide), ("inverse_scale", np.multiply)),
    "RobustScaler": (("center", np.subtract), ("scale", np.divide), ("inverse_scale", np.multiply)),
    "MaxAbsScaler": (("scale", np.divide), ("inverse_scale", np.multiply)),
    "MinMaxScaler": (("scale", np.multiply), ("min", np.add)),
}
"""What each scaler does to a column, in this order; a key that is absent is skipped."""


def evaluate(model, rows):
    """Returns (transformed rows, predictions before clipping, Σ|αᵢKᵢ| + |b|) for rows of input values, None where missing."""
    columns = [_column(model["inputs"][i], [row[i] for row in rows]) for i in range(len(model["inputs"]))]
    columns = _step(model["pipeline"], columns)
    transformed = np.column_stack(columns) if columns else np.empty((len(rows), 0))
    regressor = model["regressor"]
    alpha, b = np.array(regressor["dual_coef"], dtype=float), regressor["intercept"]
    vectors = support_vectors(regressor, transformed.shape[1])
    predictions, magnitudes = [], []
    rows_at_once = max(1, CHUNK // max(1, vectors.size))
    for start in range(0, len(transformed), rows_at_once):
        difference = transformed[start : start + rows_at_once, None, :] - vectors[None]
        kernel = np.exp(-regressor["gamma"] * (difference**2).sum(axis=2))
        predictions.append(kernel @ alpha + b)
        magnitudes.append(kernel @ np.abs(alpha) + abs(b))
    return transformed, np.concatenate(predictions), np.concatenate(magnitudes)


def parity_bound(magnitude):
    """How far two float64 evaluations of the same SVR may lie apart."""
    return 16 * EPSILON * magnitude


def support_vectors(regressor, width):
    """The blocks, unfolded to n × d."""
    vectors = np.full((len(regressor["dual_coef"]), width), np.nan)
    for block in regressor["support_vectors"]:
        rows = np.array(block["rows"], dtype=float).reshape(-1, len(block["columns"]))
        vectors[:, block["columns"]] = rows[block["index"]] if "index" in block else rows
    return vectors


def _column(description, values):
    if any(isinstance(value, str) for value in description.get("categories", [])):
        return np.array(values, dtype=object)
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _step(step, columns):
    if step["type"] == "Pipeline":
        for part in step["steps"]:
            columns = _step(part["step"], columns)
        return columns
    if step["type"] in ("ColumnTransformer", "FeatureUnion"):
        output = []
        for part in step["transformers"]:
            written = _step(part["step"], [columns[i] for i in part["columns"]])
            output += [column * part["weight"] for column in written] if "weight" in part else written
        return output
    if step["type"] == "SelectorMixin":
        return [columns[i] for i in step["columns"]]
    if step["type"] == "SimpleImputer":
        return [_impute(column, value) for column, value in zip(columns, step["statistics"])]
    if step["type"] in SCALERS:
        for key, operation in SCALERS[step["type"]]:
            if key in step:
                columns = [operation(column, value) for column, value in zip(columns, step[key])]
        return [np.clip(column, *step["clip"]) for column in columns] if "clip" in step else columns
    if step["type"] == "OneHotEncoder":
        output = []
        for i, (column, categories) in enumerate(zip(columns, step["categories"])):
            drop = step["drop"][i] if "drop" in step else None
            output += [(column == value).astype(float) for j, value in enumerate(categories) if j != drop]
        return output
    return columns


def _impute(column, value):
    missing = np.array([v is None for v in column]) if column.dtype == object else np.isnan(column)
    column = column.copy()
    column[missing] = value
    return column
