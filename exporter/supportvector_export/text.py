"""A model file as text: JSON with one line per list of plain values, for a person to read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from typing import Any


def to_text(model: Mapping[str, Any]) -> str:
    """Returns the model file as JSON text, whose numbers read back as the same float64."""
    return _lines(model, "") + "\n"


def write_model(model: Mapping[str, Any], path: str | os.PathLike[str]) -> None:
    """Writes the model file, whole or not at all."""
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
        items = [inner + _lines(item, inner) for item in value]
        return "[\n" + ",\n".join(items) + "\n" + indent + "]"
    if isinstance(value, dict):
        members = [
            f"{json.dumps(key, ensure_ascii=False)}: {_lines(member, inner)}"
            for key, member in value.items()
        ]
        return "{" + ", ".join(members) + "}"
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _is_short(value):
    """Returns whether an object reads well on one line, as an input does."""
    return (
        all(not isinstance(member, dict) for member in value.values())
        and len(json.dumps(value)) <= 120
    )
