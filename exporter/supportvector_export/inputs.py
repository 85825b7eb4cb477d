"""What a model file says of one input: kind, range or categories, whether it may be missing."""

from .errors import ExportError


def describe_input(name, reading, values):
    """Describes one input from what the steps do with it, and from its sample values."""
    present = [value for value in values if value is not None]
    if name == "__proto__":
        raise ExportError(
            'inputs: a column cannot be called "__proto__", which no JavaScript record can hold as a key'
        )
    if len(present) < len(values) and not reading.missing:
        raise ExportError(
            f"inputs: column {name!r} holds missing values in X, and not every step that reads it has them imputed before"
        )
    if not reading.computed and reading.categories:
        if any(isinstance(value, str) != reading.holds_strings for value in present):
            expected, found = (
                ("strings", "numbers") if reading.holds_strings else ("numbers", "strings")
            )
            raise ExportError(
                f"inputs: column {name!r} holds {found} in X, where its encoder knows {expected}"
            )
        known = _known(reading.categories)
        if not known:
            raise ExportError(
                f"inputs: column {name!r} has no category that every encoder of it knows"
            )
        return {"name": name, "kind": "category", "missing": reading.missing, "categories": known}
    if reading.holds_strings or any(isinstance(value, str) for value in present):
        raise ExportError(f"inputs: column {name!r} holds strings, which only an encoder reads")
    described = {"name": name, "kind": "number", "missing": reading.missing}
    if present:
        described["range"] = [min(present), max(present)]
    return described


def _known(categories):
    """The values that every encoder knows."""
    return [value for value in categories[0] if all(value in other for other in categories[1:])]
