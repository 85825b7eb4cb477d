"""How far evaluations may lie apart, and the sample rows that cannot be compared."""

import warnings

import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.impute import KNNImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder
from sklearn.svm import SVR

from supportvector_export import IrreproducibleError, UncomparedRowsWarning, export_pipeline
from supportvector_export.evaluate import evaluate, support_vectors


def test_a_row_that_an_encoder_may_refuse_has_no_bound_though_its_column_is_dropped():
    rows = pandas.DataFrame(
        {"a": np.arange(12.0) % 5, "b": np.arange(12.0) % 3, "c": np.arange(12.0)}
    )
    rows.loc[7, "b"] = np.nan
    codes = make_pipeline(KNNImputer(n_neighbors=3, weights="distance"), OrdinalEncoder())
    encoded = ColumnTransformer([("codes", codes, ["a", "b"]), ("c", "passthrough", ["c"])])
    pipeline = make_pipeline(encoded, SelectKBest(f_regression, k=1), SVR()).fit(rows, rows["c"])
    with pytest.warns(UncomparedRowsWarning, match="1 of 12 sample rows .* such as 7"):
        model = export_pipeline(pipeline, rows, allow_uncompared=True)
    assert model["feature_names_out"] == ["c__c"]
    values = [
        [None if np.isnan(value) else value for value in row] for row in rows.to_numpy().tolist()
    ]
    _, row_bounds, _, bounds = evaluate(model, values)
    for found in (row_bounds, bounds):
        assert np.flatnonzero(np.isinf(found)).tolist() == [7]


def nearly_tied(n):
    """Returns a pipeline and n rows, of which the last has two equally near neighbors."""
    rows = pandas.DataFrame({"a": np.arange(n) + 1.0, "b": np.arange(n) % 7.0})
    rows.loc[n - 1] = [2.5, np.nan]
    return make_pipeline(KNNImputer(n_neighbors=1), SVR()).fit(rows, np.arange(n)), rows


def test_few_rows_that_no_comparison_covers_give_a_warning():
    pipeline, rows = nearly_tied(100)
    with pytest.warns(UncomparedRowsWarning, match="X: 1 of 100 sample rows .* such as 99"):
        model = export_pipeline(pipeline, rows, verification_rows=100)
    assert len(model["verification"]["inputs"]) == 99


def test_all_rows_are_compared_without_a_warning():
    pipeline, rows = nearly_tied(100)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        export_pipeline(pipeline, rows[:99])


def test_more_rows_than_one_in_a_hundred_give_an_error():
    pipeline, rows = nearly_tied(99)
    with pytest.raises(IrreproducibleError, match="1 of 99 sample rows .* allow_uncompared=True"):
        export_pipeline(pipeline, rows)
    with pytest.warns(UncomparedRowsWarning):
        export_pipeline(pipeline, rows, allow_uncompared=True)


def test_kernels_too_small_to_have_all_their_digits_leave_room_in_the_bound():
    rows = pandas.DataFrame({"a": np.arange(12.0)})
    model = export_pipeline(SVR(gamma=1.0).fit(rows, rows["a"]), rows)
    model["regressor"]["intercept"] = 0.0
    _, _, predictions, bounds = evaluate(model, [[38.2]])
    # The terms of the nearest support vectors lie below the smallest normal double.
    assert 0 < abs(predictions[0, 0]) < 2.0**-1022
    assert bounds[0, 0] >= 2.0**-1022


def test_the_bound_of_an_rbf_kernel_grows_with_its_exponent():
    rows = pandas.DataFrame({"a": np.arange(12.0)})
    model = export_pipeline(SVR(gamma=1.0).fit(rows, rows["a"]), rows)
    regressor = model["regressor"]
    regressor["intercept"] = 0.0
    far = [[5.5], [16.5], [-20.0], [1e200]]
    _, _, _, bounds = evaluate(model, far)
    squares = (np.array(far) - support_vectors(regressor, 1).T) ** 2
    sizes = np.exp(-squares) * (1 + np.minimum(squares, 1e6))
    expected = 16 * 2.0**-52 * sizes @ np.abs(regressor["dual_coef"]) + 1e-300
    assert np.allclose(bounds[:, 0], expected, rtol=1e-12, atol=0)
