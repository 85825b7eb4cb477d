"""The description of one input: its kind, range or categories, and whether it may be missing."""

from .columns import Reading
from .errors import ExportError


def describe_input(name: str, reading: Reading, values: list, is_boolean: bool) -> dict:
    """Describes one input by what the steps do with it and by its sample values.

    `is_boolean` says whether the sample held bools, for which `values` has 1 and 0.
    """
    present = [value for value in values if value is not None]
    if name == "__proto__":
        raise ExportError(
            'inputs: a column is called "__proto__", which a JavaScript record cannot have as a '
            "key. Rename the column"
        )
    if len(present) < len(values) and not reading.missing:
        raise ExportError(
            f"inputs: column {name!r} holds missing values in X, but a step reads it before they "
            "are imputed"
        )
    boolean = {"boolean": True} if is_boolean else {}
    if not reading.computed and reading.categories:
        if any(isinstance(value, str) != reading.holds_strings for value in present):
            expected, found = (
                ("strings", "numbers") if reading.holds_strings else ("numbers", "strings")
            )
            raise ExportError(
                f"inputs: column {name!r} holds {found} in X, but its encoder knows {expected}"
            )
        known = _known(reading.categories)
        if not known:
            raise ExportError(
                f"inputs: no category of column {name!r} is known to all its encoders"
            )
        described = {"name": name, "kind": "category", "missing": reading.missing}
        return {**described, **boolean, "categories": known}
    if reading.holds_strings or any(isinstance(value, str) for value in present):
        raise ExportError(
            f"inputs: column {name!r} holds strings, but a step other than an encoder reads it"
        )
    described = {"name": name, "kind": "number", "missing": reading.missing, **boolean}
    if present:
        described["range"] = [min(present), max(present)]
    return described


def _known(categories):
    """Returns the values that every encoder knows."""
    return [value for value in categories[0] if all(value in other for other in categories[1:])]
