"""Frames of other libraries as sample rows."""

import numpy as np
import pandas
import polars
import pyarrow
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline

random = np.random.RandomState(0)
quantities = random.normal(size=40).round(2)
quantities[::7] = np.nan
X = pandas.DataFrame(
    {
        "quantity": quantities,
        "count": random.randint(0, 9, 40),
        "word": random.choice(["red", "green"], 40),
        "flag": random.rand(40) < 0.5,
    }
)
y = random.normal(size=40)


def pipeline_of(frame):
    columns = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["quantity", "count"]),
            ("codes", OneHotEncoder(handle_unknown="ignore"), ["word", "flag"]),
        ]
    )
    return make_pipeline(columns, SVR()).fit(frame, y)


CONVERSIONS = {
    "polars": polars.from_pandas,
    "pyarrow": pyarrow.Table.from_pandas,
    "nullable": lambda frame: frame.convert_dtypes(),
    "string": lambda frame: frame.astype({"word": "string"}),
    "category": lambda frame: frame.astype({"word": "category", "count": "category"}),
    "Int64": lambda frame: frame.astype({"count": "Int64", "quantity": "Float64"}),
}
if not pandas.__version__.startswith("1."):
    # Of pandas 1.5, scikit-learn 1.2 cannot read columns that arrow holds.
    CONVERSIONS["arrow-backed"] = lambda frame: frame.convert_dtypes(dtype_backend="pyarrow")


@pytest.mark.parametrize("name", CONVERSIONS)
def test_samples(name):
    pipeline = pipeline_of(X)
    assert export_pipeline(pipeline, CONVERSIONS[name](X)) == export_pipeline(pipeline, X)


@pytest.mark.parametrize("name", ["string", "category", "nullable"])
def test_fitted_on(name):
    """Strings and flags of any dtype are the same inputs."""
    frame = CONVERSIONS[name](X[["word", "flag"]].assign(count=1, quantity=0.5))
    encoder = OneHotEncoder(handle_unknown="ignore")
    pipeline = make_pipeline(ColumnTransformer([("codes", encoder, ["word", "flag"])]), SVR())
    inputs = export_pipeline(pipeline.fit(frame, y), frame)["inputs"]
    assert [entry["categories"] for entry in inputs] == [["green", "red"], [0, 1]]
