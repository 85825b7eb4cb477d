"""The comparison of a model file with its schema. A test in test/ compares it with the loader's."""

import json
import pathlib

import numpy as np
import pandas
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, export_pipeline
from supportvector_export.schema import KEYWORDS, check_parts, read_schema

ROOT = pathlib.Path(__file__).parent.parent.parent
X = pandas.DataFrame({"a": np.linspace(-1, 2, 40), "b": np.linspace(5, 1, 40) ** 2})
y = np.sin(np.arange(40.0))


def keywords(schema):
    """Yields the keywords of a schema and of the schemas in it."""
    for key, value in schema.items():
        if key in ("$schema", "$id"):
            continue
        if key != "$defs":
            yield key
        if key in ("properties", "$defs"):
            for member in value.values():
                yield from keywords(member)
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            yield from keywords(value)
        elif key == "oneOf":
            for case in value:
                yield from keywords(case)


def test_the_schema_is_that_of_the_loader():
    """`npm run generate` copies it."""
    original = (ROOT / "src/model-file/model.schema.json").read_text(encoding="utf-8")
    assert read_schema() == json.loads(original)


def test_every_keyword_is_known():
    assert set(keywords(read_schema())) == KEYWORDS


def test_a_pipeline_fits():
    check_parts(export_pipeline(make_pipeline(StandardScaler(), SVR()).fit(X, y), X))


def test_a_number_that_json_cannot_hold():
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(X, y)
    pipeline[-1].intercept_ = np.array([np.inf])
    with pytest.raises(ExportError, match="/regressor/intercept expected type number, got null"):
        export_pipeline(pipeline, X)


def test_half_a_character():
    """UTF-8 cannot hold it, so the file could not be written."""
    svr = SVR().fit(X.to_numpy(), y)
    svr.feature_names_in_ = np.array(
        ["a", "b\ud83d"], dtype=object
    )  # pandas 3 cannot hold it either
    with pytest.raises(ExportError, match="/inputs/1/name expected text that UTF-8 can hold"):
        export_pipeline(svr, X.to_numpy())


def test_deep_pipelines():
    """The loader follows 100 keys, of which each Pipeline takes three."""
    pipeline = {"type": "Pipeline", "steps": []}
    for _ in range(40):
        pipeline = {"type": "Pipeline", "steps": [{"name": "inner", "step": pipeline}]}
    with pytest.raises(ExportError, match="expected at most 100 levels"):
        check_parts({"pipeline": pipeline})


def test_three_problems_are_named():
    with pytest.raises(ExportError) as caught:
        check_parts({"metadata": {"name": 1, "unit": 2, "target": 3, "description": 4}})
    message = str(caught.value)
    assert "/metadata/name expected type string, got 1; /metadata/unit " in message
    assert message.endswith("(and 1 more)")
