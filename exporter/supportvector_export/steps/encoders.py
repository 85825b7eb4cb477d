"""The family of OneHotEncoder and OrdinalEncoder."""

import functools
import warnings
from dataclasses import replace

import numpy as np
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

from ..columns import computed_column
from ..errors import UnsupportedStepError
from ..scalars import is_missing, plain_number
from .categories import add_words, fitted_categories, note_categories, plain
from .imputers import missing_mask


def _convert_one_hot_encoder(step, path, columns, is_sparse, readings):
    if np.dtype(step.dtype) in (np.float16, np.float32):
        raise UnsupportedStepError(
            path, step, f"with dtype={np.dtype(step.dtype).name} is not supported, only float64"
        )
    categories = []
    # drop_idx_ counts the categories after grouping. Later releases name that number
    # _drop_idx_after_grouping.
    drops = getattr(step, "_drop_idx_after_grouping", step.drop_idx_)
    positions, unknown, output = [], [], []
    for i, column in enumerate(columns):
        known, words = _read_categories(step, path, column, i, readings)
        rare = _infrequent(step, i)
        drop = None if drops is None or drops[i] is None else int(drops[i])
        placed, other, width = _positions(known, rare, drop, step.handle_unknown)
        add_words(words, known, placed)
        categories.append(known)
        positions.append(placed)
        unknown.append(other)
        output += [computed_column([column])] * width
    converted = {
        "type": "OneHotEncoder",
        "categories": categories,
        "handle_unknown": "error" if step.handle_unknown == "error" else "ignore",
    }
    if any(map(_is_moved, positions)):
        converted["positions"] = positions
    if any(other is not None for other in unknown):
        converted["unknown"] = unknown
    # scikit-learn 1.2 renamed the parameter.
    writes_sparse = step.sparse_output if hasattr(step, "sparse_output") else step.sparse
    return converted, output, bool(writes_sparse)


def _infrequent(step, i):
    """Returns the infrequent categories of one column."""
    infrequent = getattr(step, "infrequent_categories_", None)
    if infrequent is None or infrequent[i] is None:
        return set()
    return {plain(value) for value in infrequent[i].tolist()}


def _is_moved(positions):
    """Returns whether a category does not have its own position, in their order."""
    return positions != list(range(len(positions)))


def _positions(known, rare, drop=None, handle_unknown="error"):
    """Places the categories of one column in the output.

    Infrequent categories share the last position, before one position is dropped.

    Returns (position of each category, position of an unknown value, number of positions).
    """
    frequent = {
        category: position
        for position, category in enumerate(category for category in known if category not in rare)
    }
    placed = [frequent.get(category, len(frequent)) for category in known]
    is_rare = handle_unknown == "infrequent_if_exist" or (
        handle_unknown == "warn" and _warns_of_infrequent()
    )
    other = len(frequent) if rare and is_rare else None
    width = len(frequent) + (1 if rare else 0)
    if drop is None:
        return placed, other, width

    def without(position):
        return None if position is None or position == drop else position - (position > drop)

    return [without(position) for position in placed], without(other), width - 1


@functools.cache
def _warns_of_infrequent():
    """Returns whether the installed release encodes an unknown value as infrequent after "warn".

    scikit-learn 1.6 and 1.7 ignore it.
    """
    encoder = OneHotEncoder(handle_unknown="warn", min_frequency=2).fit([["a"], ["a"], ["b"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return encoder.transform([["c"]]).sum() == 1


def _convert_ordinal_encoder(step, path, columns, is_sparse, readings):
    if np.dtype(step.dtype) not in (np.float64, np.int64, np.int32):
        raise UnsupportedStepError(
            path,
            step,
            f"with dtype={np.dtype(step.dtype).name} is not supported, only float64 and int64",
        )
    categories, codes, missing_codes, output = [], [], [], []
    for i, column in enumerate(columns):
        known, words = _read_categories(step, path, column, i, readings)
        # scikit-learn handles None as a category, and NaN as a missing value. NaN is the last
        # category, and never infrequent.
        is_nan = None in known and not any(value is None for value in step.categories_[i].tolist())
        placed, _, _ = _positions(known[:-1] if is_nan else known, _infrequent(step, i))
        if is_nan:
            missing_codes.append(_code(step.encoded_missing_value))
            placed.append(len(placed))
        else:
            missing_codes.append(placed[known.index(None)] if None in known else None)
        add_words(words, known, placed)
        categories.append(known)
        codes.append(placed)
        stays = (
            is_nan and missing_codes[-1] is None and not column.complete and column.filled is None
        )
        output.append(
            replace(column, raw=False, encoded=True) if stays else computed_column([column])
        )
    converted = {"type": "OrdinalEncoder", "categories": categories}
    if any(map(_is_moved, codes)):
        converted["codes"] = codes
    if any(None in known for known in categories):
        converted["encoded_missing_value"] = missing_codes
    if step.handle_unknown != "error":
        converted["unknown_value"] = _code(step.unknown_value)
    return converted, output, False


def _code(value):
    """Returns the number, and None for NaN."""
    return None if is_missing(value) else plain_number(value)


def _read_categories(step, path, column, i, readings):
    """Returns the categories of one column, and the words that are encoded as one of them.

    Notes what the encoder does with its input.
    """
    categories, hole = fitted_categories(step, path, i)
    words = note_categories(step, path, column, categories, readings)
    if hole is not None and column.filled is None:
        readings.handle_missing(column, hole)
    else:
        readings.require(
            column, not column.raw or step.handle_unknown != "error" or column.fill in categories
        )
    return categories, words


def _evaluate_one_hot_encoder(step, columns):
    output = []
    for i, (column, categories) in enumerate(zip(columns, step["categories"])):
        positions = step["positions"][i] if "positions" in step else list(range(len(categories)))
        width = 1 + max((position for position in positions if position is not None), default=-1)
        block = np.zeros((len(column), width))
        is_unknown = np.ones(len(column), dtype=bool)
        for category, position in zip(categories, positions):
            matches = _matches(column, category)
            is_unknown &= ~matches
            if position is not None:
                block[matches, position] = 1
        if "unknown" in step and step["unknown"][i] is not None:
            block[is_unknown, step["unknown"][i]] = 1
        output += list(block.T)
    return output


def _evaluate_ordinal_encoder(step, columns):
    output = []
    for i, (column, categories) in enumerate(zip(columns, step["categories"])):
        codes = np.full(len(column), _number(step.get("unknown_value")))
        numbers = step["codes"][i] if "codes" in step else range(len(categories))
        for category, code in zip(categories, numbers):
            if category is None and "encoded_missing_value" in step:
                code = _number(step["encoded_missing_value"][i])
            codes[_matches(column, category)] = code
        output.append(codes)
    return output


def _number(code):
    return np.nan if code is None else float(code)


def _matches(column, category):
    return missing_mask(column) if category is None else np.asarray(column == category, dtype=bool)


CONVERTERS = {OneHotEncoder: _convert_one_hot_encoder, OrdinalEncoder: _convert_ordinal_encoder}
EVALUATORS = {
    "OneHotEncoder": _evaluate_one_hot_encoder,
    "OrdinalEncoder": _evaluate_ordinal_encoder,
}
