"""The family of TargetEncoder, which scikit-learn has from 1.3 on.

Its file has OrdinalEncoder steps, whose codes are the encodings.
"""

import numpy as np

from ..columns import computed_column
from ..later_classes import TargetEncoder
from ..scalars import plain_number, plain_numbers
from .categories import add_words, fitted_categories, note_categories


def _convert(step, path, columns, is_sparse, readings):
    # A target of several classes has a mean and an encoding for each. The encodings of a column
    # stand side by side.
    means = np.atleast_1d(step.target_mean_)
    known, codes = [], []
    for i, column in enumerate(columns):
        categories, places = _read(step, path, column, i, readings)
        encodings = step.encodings_[i * len(means) :]
        known.append(categories)
        codes.append([plain_numbers(np.append(e, m)[places]) for e, m in zip(encodings, means)])

    def encode(positions, k):
        return {
            "type": "OrdinalEncoder",
            "categories": [known[i] for i in positions],
            "codes": [codes[i][k] for i in positions],
            "unknown_value": plain_number(means[k]),
        }

    output = [computed_column([column]) for column in columns for _ in means]
    if len(means) == 1:
        return encode(range(len(columns)), 0), output, False
    parts = [
        {"name": f"{i}_{k}", "columns": [i], "step": encode([i], k)}
        for i in range(len(columns))
        for k in range(len(means))
    ]
    return {"type": "ColumnTransformer", "transformers": parts}, output, False


def _read(step, path, column, i, readings):
    """Returns the categories of one column, and where each stands in the encoding.

    The mean of the target stands behind the encoding. A missing value that is no category is
    encoded as an unknown one.
    """
    categories, hole = fitted_categories(step, path, i)
    words = note_categories(step, path, column, categories, readings)
    if column.filled is not None:
        readings.require(column)
    elif hole is not None:
        readings.handle_missing(column, hole)
    if hole is None:
        categories.append(None)
    places = list(range(len(categories)))
    add_words(words, categories, places)
    return categories, places


CONVERTERS = {} if TargetEncoder is None else {TargetEncoder: _convert}
