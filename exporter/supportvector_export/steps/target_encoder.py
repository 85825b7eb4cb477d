"""The family of TargetEncoder, which scikit-learn has from 1.3 on.

Its file has OrdinalEncoder steps, whose codes are the encodings.
"""

import numpy as np

from ..columns import computed_column
from ..later_classes import TargetEncoder
from ..scalars import plain_number, plain_numbers
from .categories import fitted_categories


def _convert(step, path, columns, is_sparse, readings):
    # A target of several classes has a mean and an encoding for each. The encodings of a column
    # stand side by side.
    means = np.atleast_1d(step.target_mean_).tolist()
    known = [_read(step, path, column, i, readings) for i, column in enumerate(columns)]
    by_class = [
        {
            "type": "OrdinalEncoder",
            "categories": known,
            "codes": [
                # A missing value that is no category is encoded as an unknown one.
                plain_numbers([*encoding, mean][: len(categories)])
                for encoding, categories in zip(step.encodings_[k :: len(means)], known)
            ],
            "unknown_value": plain_number(mean),
        }
        for k, mean in enumerate(means)
    ]
    output = [computed_column([column]) for column in columns for _ in means]
    if len(means) == 1:
        return by_class[0], output, False
    parts = [
        {
            "name": f"{i}_{k}",
            "columns": [i],
            "step": {
                **encoder,
                "categories": [known[i]],
                "codes": [encoder["codes"][i]],
            },
        }
        for i in range(len(columns))
        for k, encoder in enumerate(by_class)
    ]
    return {"type": "ColumnTransformer", "transformers": parts}, output, False


def _read(step, path, column, i, readings):
    """Returns the categories of one column, the missing value among them."""
    categories, hole = fitted_categories(step, path, i)
    if column.raw:
        present = [value for value in categories if value is not None]
        readings[column.inputs[0]].categories.append(present)
    if column.filled is not None:
        readings.require(column)
    elif hole is not None:
        readings.handle_missing(column, hole)
    return categories if hole is not None else [*categories, None]


CONVERTERS = {} if TargetEncoder is None else {TargetEncoder: _convert}
