"""Writes test/explain/pipelines.json and quadrature.json: what supportvector/explain must compute.

    python3 test/explain/generate.py

The Shapley values are sums over all subsets of the inputs, of what pipeline.predict gives for mixes
of a record and the rows of the background. Nothing of the library takes part. The exporter only
writes the model files. The nodes of Gauss-Legendre quadrature are numpy's, refined in 50 digits,
because numpy's weights for 100 nodes are off by 5e-15.
"""

import decimal
import itertools
import json
import math
import pathlib
import sys

import numpy as np
import pandas
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import AdaBoostRegressor, BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    SplineTransformer,
    StandardScaler,
)
from sklearn.svm import SVR, NuSVR

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent / "exporter"))

from supportvector_export import export_pipeline

NUMBERS = ["age", "distance", "load"]
SHIFTS = ["early", "late", "night"]


def draw(rows, seed):
    """Draws numbers of which some are missing, and a category."""
    rng = np.random.default_rng(seed)
    frame = pandas.DataFrame(rng.normal(size=(rows, 3)).round(2), columns=NUMBERS)
    frame["shift"] = rng.choice(SHIFTS, size=rows)
    frame["level"] = rng.choice(["low", "mid", "high"], size=rows)
    frame.loc[rng.random(rows) < 0.2, "age"] = np.nan
    return frame


def preprocess(*numeric):
    """Returns steps of their own for the numbers, in front of encoders of the categories."""
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(*numeric), NUMBERS),
            ("shift", OneHotEncoder(handle_unknown="ignore"), ["shift"]),
            ("level", OrdinalEncoder(categories=[["low", "mid", "high"]]), ["level"]),
        ]
    )


def plain():
    """Returns the usual steps."""
    return preprocess(SimpleImputer(add_indicator=True), StandardScaler())


def pipelines():
    """Yields the name, the pipeline and whether it has several targets."""
    yield "svr", make_pipeline(plain(), SVR(C=10)), False
    yield "nu_svr", make_pipeline(plain(), NuSVR(gamma=2.0)), False
    yield "kernel_ridge", make_pipeline(plain(), KernelRidge(kernel="rbf", gamma=0.3)), False
    gaussian = GaussianProcessRegressor(RBF(1.5, "fixed"), alpha=0.1)
    yield "gaussian_process", make_pipeline(plain(), gaussian), False
    splines = preprocess(SimpleImputer(), SplineTransformer(n_knots=4))
    yield "splines", make_pipeline(splines, SVR(C=10)), False
    yield "knn_imputer", make_pipeline(preprocess(KNNImputer(), StandardScaler()), SVR(C=10)), False
    mixing = preprocess(SimpleImputer(), PolynomialFeatures(2), StandardScaler(), PCA(4))
    yield "pca_of_products", make_pipeline(mixing, SVR(C=10)), False
    yield "linear_kernel", make_pipeline(plain(), SVR(kernel="linear")), False
    yield "ridge", make_pipeline(plain(), Ridge()), False
    yield "poly_kernel", make_pipeline(plain(), SVR(kernel="poly", degree=2)), False
    yield "sigmoid_kernel", make_pipeline(plain(), SVR(kernel="sigmoid", gamma=0.05)), False
    members = [("svr", SVR(C=10)), ("nu", NuSVR(gamma=0.5)), ("ridge", Ridge())]
    yield "voting", make_pipeline(plain(), VotingRegressor(members, weights=[1, 2, 0.5])), False
    bagging = BaggingRegressor(SVR(), n_estimators=4, max_features=0.7, random_state=0)
    yield "bagging", make_pipeline(plain(), bagging), False
    yield "stacking", make_pipeline(plain(), StackingRegressor(members, Ridge(), cv=3)), False
    passthrough = StackingRegressor(members, Ridge(), cv=3, passthrough=True)
    yield "stacking_passthrough", make_pipeline(plain(), passthrough), False
    curved = StackingRegressor(members, SVR(C=5), cv=3)
    yield "stacking_of_a_kernel", make_pipeline(plain(), curved), False
    boosted = AdaBoostRegressor(SVR(), n_estimators=4, random_state=0)
    yield "ada_boost", make_pipeline(plain(), boosted), False
    scaled = TransformedTargetRegressor(SVR(), transformer=MinMaxScaler((1, 3)))
    yield "scaled_target", make_pipeline(plain(), scaled), False
    logarithm = TransformedTargetRegressor(SVR(), func=np.log1p, inverse_func=np.expm1)
    yield "logarithm_of_target", make_pipeline(plain(), logarithm), False
    yield "multi_output", make_pipeline(plain(), MultiOutputRegressor(SVR(C=3))), True
    yield "linear_chain", make_pipeline(plain(), RegressorChain(Ridge(), order=[1, 0])), True
    yield "kernel_chain", make_pipeline(plain(), RegressorChain(SVR())), True


def shapley_values(predict, record, background):
    """Returns the base of each target, and its Shapley value of each input."""
    inputs = list(record.columns)

    def value(chosen):
        mixes = background.copy()
        for name in chosen:
            mixes[name] = record[name].iloc[0]
        return np.reshape(predict(mixes), (len(mixes), -1)).mean(axis=0)

    subsets = [s for k in range(len(inputs) + 1) for s in itertools.combinations(inputs, k)]
    values = {frozenset(subset): value(subset) for subset in subsets}
    contributions = []
    for name in inputs:
        total = 0.0
        for subset, own in values.items():
            if name not in subset:
                size, m = len(subset), len(inputs)
                weight = math.factorial(size) * math.factorial(m - size - 1) / math.factorial(m)
                total += weight * (values[subset | {name}] - own)
        contributions.append(total)
    return values[frozenset()].tolist(), np.transpose(contributions).tolist()


def refine(count):
    """Returns the nodes and weights of Gauss-Legendre quadrature on [0, 1]."""
    decimal.getcontext().prec = 50
    nodes, weights = [], []
    for start in np.polynomial.legendre.leggauss(count)[0]:
        x = decimal.Decimal(float(start))
        for _ in range(3):
            value, slope = legendre(count, x)
            x -= value / slope
        _, slope = legendre(count, x)
        nodes.append(float((1 + x) / 2))
        weights.append(float(1 / ((1 - x * x) * slope * slope)))
    return nodes, weights


def legendre(count, x):
    """Returns the Legendre polynomial of a degree, and its slope."""
    previous, value = decimal.Decimal(1), x
    for k in range(2, count + 1):
        previous, value = value, ((2 * k - 1) * x * value - (k - 1) * previous) / k
    return value, count * (previous - x * value) / (1 - x * x)


def plain_rows(frame):
    """Returns rows of values, with null for a missing one."""
    rows = frame.astype(object).where(frame.notna(), None)
    return rows.to_numpy().tolist()


def main():
    """Writes both files."""
    sample = draw(80, 1)
    rng = np.random.default_rng(2)
    filled = sample[NUMBERS].fillna(0).to_numpy()
    shift = sample["shift"].map({"early": 0.5, "late": 1.0, "night": 2.0})
    target = 3 + np.sin(filled[:, 0]) * shift + filled[:, 1] ** 2 / 2 + rng.normal(size=80) / 10
    target -= min(0, target.min())
    records = draw(2, 3)
    records.loc[1, ["age", "shift"]] = [np.nan, "sabbatical"]
    background = draw(5, 4)
    cases = []
    for name, pipeline, several in pipelines():
        y = np.column_stack([target, -2 * target + filled[:, 2]]) if several else target
        pipeline.fit(sample, y)
        names = {"target": ["hours", "days"]} if several else {}
        model = export_pipeline(pipeline, sample, name=name, reference=False, **names)
        found = [shapley_values(pipeline.predict, records[i : i + 1], background) for i in (0, 1)]
        predictions = np.reshape(pipeline.predict(records), (2, -1)).tolist()
        cases.append(
            {
                "name": name,
                "model": model,
                "records": plain_rows(records),
                "background": plain_rows(background),
                "predictions": predictions,
                "bases": [base for base, _ in found],
                "contributions": [contributions for _, contributions in found],
            }
        )
    lines = [json.dumps(case, separators=(",", ":")) for case in cases]
    (FOLDER / "pipelines.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    counts = [1, 2, 3, 4, 5, 8, 12, 20, 52, 100]
    rules = {str(count): refine(count) for count in counts}
    (FOLDER / "quadrature.json").write_text(json.dumps(rules) + "\n")


if __name__ == "__main__":
    main()
