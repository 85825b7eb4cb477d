"""A model file as text: JSON that a person can read, one line per list of plain values."""

import json
import os
import tempfile


def to_text(model):
    """The model as JSON text. Numbers read back as the same float64."""
    return _lines(model, "") + "\n"


def write_model(model, path):
    """Writes the model to a file, whole or not at all."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".model-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_text(model))
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _lines(value, indent):
    inner = indent + " "
    if isinstance(value, dict) and value and not _is_short(value):
        members = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_lines(member, inner)}"
            for key, member in value.items()
        ]
        return "{\n" + ",\n".join(members) + "\n" + indent + "}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        return (
            "[\n" + ",\n".join(inner + _lines(item, inner) for item in value) + "\n" + indent + "]"
        )
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{json.dumps(key, ensure_ascii=False)}: {_lines(member, inner)}"
                for key, member in value.items()
            )
            + "}"
        )
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _is_short(value):
    """Whether an object reads well on one line: an input, a name."""
    return (
        all(not isinstance(member, dict) for member in value.values())
        and len(json.dumps(value)) <= 120
    )
