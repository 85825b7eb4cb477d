"""The JSON Schema of a model file, and the comparison of a file with it.

The loader refuses a file that does not fit. The package `jsonschema` would install five packages
and take 4 s for 500,000 numbers, and `fastjsonschema` does not say where in a step a value is
wrong. The schema needs the few keywords below.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .errors import ExportError

KEYWORDS = {
    "$ref",
    "additionalProperties",
    "const",
    "description",
    "discriminator",
    "enum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "minItems",
    "minimum",
    "oneOf",
    "properties",
    "propertyNames",
    "required",
    "title",
    "type",
}
"""The keywords that `find_problems` knows. A test compares them with the schema."""
MAX_DEPTH = 100
"""The number of keys that the loader follows on the way to a step or a regressor."""


@functools.cache
def read_schema() -> dict[str, Any]:
    """Returns the schema. Its original is src/model-file/model.schema.json."""
    file = importlib.resources.files(__package__).joinpath("model.schema.json")
    return json.loads(file.read_text(encoding="utf-8"))


def check_parts(model: Mapping[str, Any]) -> None:
    """Raises ExportError for parts of a model file that the loader would refuse."""
    properties = read_schema()["properties"]
    problems = [
        problem
        for key, part in model.items()
        for problem in find_problems(part, properties[key], f"/{key}")
    ]
    if problems:
        more = f" (and {len(problems) - 3} more)" if len(problems) > 3 else ""
        raise ExportError(
            f"the loader would refuse the model file: {'; '.join(problems[:3])}{more}"
        )


def find_problems(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:
    """Yields what is wrong with a value, in the words of the loader.

    Parameters
    ----------
    value
        A value of dicts, lists, strings, numbers, bools and None.
    schema
        The schema that it must fit.
    path
        The JSON pointer to the value.
    """
    if "$ref" in schema:
        yield from find_problems(value, _definition(schema["$ref"]), path)
    elif "discriminator" in schema:
        yield from _find_in_tagged(value, schema, path)
    elif "oneOf" in schema:
        yield from find_problems(value, _choose(value, schema["oneOf"]), path)
    elif "properties" in schema:
        yield from _find_in_object(value, schema, path)
    elif "additionalProperties" in schema:
        yield from _find_in_record(value, schema, path)
    elif "items" in schema:
        yield from _find_in_list(value, schema, path)
    else:
        yield from _find_in_scalar(value, schema, path)


def _find_in_tagged(value, schema, path):
    if not isinstance(value, dict):
        yield f"{path} expected type object, got {_describe(value)}"
        return
    tag = schema["discriminator"]["propertyName"]
    cases = _cases(tag, tuple(case["$ref"] for case in schema["oneOf"]))
    name = value.get(tag)
    if tag not in value:
        yield f"{path} lacks {_quote(tag)}"
    if path.count("/") > MAX_DEPTH:
        yield f"{path} expected at most {MAX_DEPTH} levels, got more"
    elif isinstance(name, str) and name in cases:
        yield from find_problems(value, cases[name], path)
    else:
        yield f"{path} expected a known {_quote(tag)}, got {_describe(name)}"


def _choose(value, alternatives):
    """Returns the alternative without a tag whose keys the value has, or else the first."""
    keys = set(value) if isinstance(value, dict) else set()
    fitting = (one for one in alternatives if keys.issuperset(_definition(one["$ref"])["required"]))
    return next(fitting, alternatives[0])


def _find_in_object(value, schema, path):
    if not isinstance(value, dict):
        yield f"{path} expected type object, got {_describe(value)}"
        return
    for key in schema.get("required", []):
        if key not in value:
            yield f"{path} lacks {_quote(key)}"
    for key, member in value.items():
        if key in schema["properties"]:
            yield from find_problems(member, schema["properties"][key], _join(path, key))
        else:
            yield f"{path} holds {_quote(key)}, which is not part of the format"


def _find_in_record(value, schema, path):
    if not isinstance(value, dict):
        yield f"{path} expected type object, got {_describe(value)}"
        return
    pattern = schema["propertyNames"]["pattern"]
    for key, member in value.items():
        if not re.fullmatch(pattern, key):
            yield f"{path} expected keys that match {pattern}, got {_quote(key)}"
        yield from find_problems(member, schema["additionalProperties"], _join(path, key))


def _find_in_list(value, schema, path):
    if not isinstance(value, list):
        yield f"{path} expected type array, got {_describe(value)}"
        return
    least, most = schema.get("minItems", 0), schema.get("maxItems", math.inf)
    if len(value) < least:
        yield f"{path} expected length >= {least}, got {len(value)}"
    if len(value) > most:
        yield f"{path} expected length <= {most}, got {len(value)}"
    items = schema["items"]
    # Lists of numbers make up most of a file. They are tested without a walk.
    if items == {"type": "number"} and all(map(_is_number, value)):
        return
    for i, item in enumerate(value):
        yield from find_problems(item, items, f"{path}/{i}")


def _find_in_scalar(value, schema, path):
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if types and not any(TYPES[name](value) for name in types):
        yield f"{path} expected type {' or '.join(types)}, got {_describe(value)}"
    if "const" in schema and value != schema["const"]:
        yield f"{path} expected {_quote(schema['const'])}, got {_describe(value)}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} expected one of {_quote(schema['enum'])}, got {_describe(value)}"
    if _is_number(value):
        least, limit = schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf)
        if value < least:
            yield f"{path} expected a number >= {least}, got {value}"
        if value <= limit:
            yield f"{path} expected a number > {limit}, got {value}"
    if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        yield f"{path} expected text that UTF-8 can hold, got half a character"


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


TYPES = {
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value == int(value),
    "null": lambda value: value is None,
    "number": _is_number,
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
"""By name of a type: whether a value is of it."""


def _definition(reference):
    return read_schema()["$defs"][reference.rpartition("/")[2]]


@functools.cache
def _cases(tag, references):
    """Returns the definitions by each value that the key `tag` has in them."""
    cases = {}
    for definition in map(_definition, references):
        named = definition["properties"][tag]
        cases.update(dict.fromkeys(named.get("enum", [named.get("const")]), definition))
    return cases


def _join(path, key):
    return f"{path}/{key.replace('~', '~0').replace('/', '~1')}"


def _quote(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _describe(value):
    """Returns the words for a value. They leave out what may be personal."""
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return {str: "a string", list: "an array", dict: "an object"}.get(
        type(value), repr(type(value))
    )
