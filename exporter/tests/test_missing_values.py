"""Imputers whose missing value is pandas.NA or a word."""

import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import ExportError, UnsupportedStepError, export_pipeline
from supportvector_export.evaluate import evaluate
from supportvector_export.later_classes import TargetEncoder

y = np.sin(np.arange(40.0))
FILL = {"strategy": "constant", "fill_value": "blue"}
MOST_FREQUENT = {"strategy": "most_frequent"}


def check(pipeline, sample, rows):
    """Compares the features with scikit-learn's, and returns the model file."""
    pipeline.fit(sample, y)
    model = export_pipeline(pipeline, sample)
    lists = rows.astype(object).where(rows.notna(), None).to_numpy().tolist()
    expected = pipeline[:-1].transform(rows)
    expected = expected.toarray() if hasattr(expected, "toarray") else expected
    assert np.array_equal(evaluate(model, lists)[0], expected)
    return model


def words(*rare):
    values = [*rare, *(["red", "green", "blue", "?", "-"] * 8)][:40]
    return pandas.DataFrame({"w": pandas.Series(values, dtype=object)})


ENCODERS = [
    OneHotEncoder(),
    OneHotEncoder(drop="first", handle_unknown="ignore"),
    OneHotEncoder(min_frequency=9, handle_unknown="infrequent_if_exist"),
    OrdinalEncoder(),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
]
if TargetEncoder is not None:
    ENCODERS.append(TargetEncoder(cv=2))


@pytest.mark.parametrize("strategy", [FILL, MOST_FREQUENT])
@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_word(encoder, strategy):
    """It is encoded as what replaces it."""
    pipeline = make_pipeline(SimpleImputer(missing_values="?", **strategy), encoder, SVR())
    model = check(pipeline, words(), words("?", "-", "red"))
    assert model["inputs"][0]["missing"] is False
    assert sorted(model["inputs"][0]["categories"]) == ["-", "?", "blue", "green", "red"]


def test_a_replacement_that_is_replaced():
    first = SimpleImputer(missing_values="?", strategy="constant", fill_value="-")
    second = SimpleImputer(missing_values="-", **MOST_FREQUENT)
    check(make_pipeline(first, second, OneHotEncoder(), SVR()), words(), words("-", "?"))


def test_a_word_behind_missing_values():
    missing = SimpleImputer(strategy="constant", fill_value="?")
    word = SimpleImputer(missing_values="?", **MOST_FREQUENT)
    pipeline = make_pipeline(missing, word, OneHotEncoder(), SVR())
    model = check(pipeline, words(np.nan, np.nan), words("?", np.nan))
    assert model["inputs"][0]["missing"] is True


def test_a_word_that_an_encoder_of_its_own_knows():
    """Its replacement is unknown where the encoder does not know it."""
    word = SimpleImputer(missing_values="?", strategy="constant", fill_value="none")
    known = [["blue", "green", "red", "-"]]
    encoder = OneHotEncoder(categories=known, handle_unknown="ignore")
    check(make_pipeline(word, encoder, SVR()), words(), words("?"))
    encoder = OneHotEncoder(categories=[[*known[0], "none", "?"]])
    pipeline = make_pipeline(word, encoder, SVR()).fit(words(), y)
    with pytest.raises(UnsupportedStepError, match="a category that the imputer in front of it"):
        export_pipeline(pipeline, words())


@pytest.mark.parametrize("keeps", [False, True])
def test_a_column_of_one_word_that_is_missing(keeps):
    """The imputer drops it, or writes zeros."""
    frame = words().assign(empty="?")
    word = SimpleImputer(missing_values="?", keep_empty_features=keeps, **MOST_FREQUENT)
    pipeline = make_pipeline(word, OneHotEncoder(), SVR()).fit(frame, y)
    with pytest.raises(UnsupportedStepError, match="knows no word for column 1, which was always"):
        export_pipeline(pipeline, frame)


def test_none_that_an_imputer_of_nan_leaves():
    words = pandas.DataFrame({"a": pandas.Series(["x", "y", "y", None] * 10, dtype=object)})
    imputer = SimpleImputer(strategy="most_frequent")
    pipeline = make_pipeline(imputer, OneHotEncoder(), SVR()).fit(words, np.arange(40.0))
    with pytest.raises(ExportError, match="column 'a' holds None, which an imputer of NaN leaves"):
        export_pipeline(pipeline, words)


def test_words_that_nothing_encodes():
    frame = pandas.DataFrame({"a": pandas.Series(np.arange(40.0), dtype=object)})
    word = SimpleImputer(missing_values="?", strategy="constant")
    with pytest.raises(ExportError, match="column 'a' holds strings, but a step other than"):
        export_pipeline(make_pipeline(word, SVR()).fit(frame, y), frame)


@pytest.mark.parametrize("dtype", ["float64", "Float64"])
@pytest.mark.parametrize("add_indicator", [False, True])
def test_pandas_na(add_indicator, dtype):
    """It stands for any missing value."""
    numbers = pandas.Series([1.5, np.nan, 3.0, 4.0] * 10).astype(dtype)
    texts = pandas.Series(["a", pandas.NA, "b", "a"] * 10, dtype="string").astype(object)
    sample = pandas.DataFrame({"n": numbers, "w": texts})
    parameters = {"missing_values": pandas.NA, "add_indicator": add_indicator}
    columns = ColumnTransformer(
        [
            ("n", make_pipeline(SimpleImputer(**parameters), StandardScaler()), ["n"]),
            (
                "w",
                make_pipeline(
                    SimpleImputer(strategy="most_frequent", missing_values=pandas.NA),
                    OneHotEncoder(),
                ),
                ["w"],
            ),
        ]
    )
    model = check(make_pipeline(columns, SVR()), sample, sample.iloc[::-1])
    assert [entry["missing"] for entry in model["inputs"]] == [True, True]


def test_pandas_na_of_other_imputers():
    """They refuse NaN, so there is nothing that a file could say."""
    frame = pandas.DataFrame({"a": np.arange(40.0), "b": np.arange(40.0)})
    pipeline = make_pipeline(KNNImputer(missing_values=pandas.NA), SVR()).fit(frame, y)
    with pytest.raises(UnsupportedStepError, match="missing_values=<NA> is not supported"):
        export_pipeline(pipeline, frame)
