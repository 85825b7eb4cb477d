"""The categories of a fitted encoder, as the model file holds them."""

from __future__ import annotations

from typing import Any

from ..columns import Column, Readings
from ..errors import UnsupportedStepError
from ..scalars import is_missing, plain_category


def note_categories(
    step: Any, path: str, column: Column, categories: list, readings: Readings
) -> dict:
    """Notes that an encoder reads the column.

    Returns the words that an imputer replaces by one of the categories, and their replacements. The
    encoder takes them for categories.
    """
    if not column.raw:
        return {}
    words = {word: other for word, other in column.replaced if other in categories}
    if not words.keys().isdisjoint(categories):
        raise UnsupportedStepError(
            path, step, "has a category that the imputer in front of it replaces"
        )
    present = [value for value in categories if value is not None]
    readings[column.inputs[0]].categories.append([*present, *words])
    return words


def add_words(words: dict, categories: list, numbers: list) -> None:
    """Adds words to the categories of a column. Each gets the number of its replacement."""
    numbers += [numbers[categories.index(replacement)] for replacement in words.values()]
    categories += words


def plain(value: Any) -> int | float | str | None:
    """Returns a category as the model file holds it, and None for the missing value."""
    return None if is_missing(value) else plain_category(value)


def fitted_categories(step: Any, path: str, i: int) -> tuple[list, str | None]:
    """Returns the categories of column i.

    The second value says which missing value is among them, "nan" or "None". It is None if none is.
    """
    fitted = step.categories_[i].tolist()
    holes = [value for value in fitted if is_missing(value)]
    categories = [plain(value) for value in fitted]
    present = [value for value in categories if value is not None]
    if (
        len(present) + len(holes) < len(fitted)
        or len({isinstance(value, str) for value in present}) > 1
    ):
        raise UnsupportedStepError(
            path, step, f"has categories in column {i} that are not all numbers or all strings"
        )
    if not all(value is None or isinstance(value, float) for value in holes):
        raise UnsupportedStepError(
            path,
            step,
            f"has the missing value {holes[0]!r} as a category in column {i}, "
            "only NaN and None are supported",
        )
    if len({value is None for value in holes}) > 1:
        raise UnsupportedStepError(
            path,
            step,
            f"has both None and NaN as categories in column {i}, which are the same in a record",
        )
    if len(set(categories)) < len(categories):
        raise UnsupportedStepError(path, step, f"has a category twice in column {i}")
    if not holes:
        return categories, None
    return categories, "None" if holes[0] is None else "nan"
