"""Exports random pipelines of every supported step, with their results by scikit-learn.

    python3 test/live/random_pipelines.py --seed 1 --count 200 --output FOLDER

Writes FOLDER/0.json, FOLDER/1.json and so on in the form of fixtures/fixture.py. The file
FOLDER/results.json counts the pipelines that scikit-learn could not fit and those that the exporter
refused. It lists its failures as [name, error].
"""

import argparse
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas
import sklearn
from sklearn import preprocessing
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import VotingRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_selection import (
    RFE,
    GenericUnivariateSelect,
    SelectFpr,
    SelectFromModel,
    SelectKBest,
    SelectPercentile,
    VarianceThreshold,
    f_regression,
)
from sklearn.impute import IterativeImputer, KNNImputer, MissingIndicator, SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

ROOT = pathlib.Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "exporter"), str(ROOT / "fixtures")]

from draw_numeric import REFUSED, NumericDraw
from draw_regressors import RegressorDraw
from explained import explain
from fixture import make_fixture
from supportvector_export import (
    IrreproducibleError,
    NonFiniteError,
    UnsupportedStepError,
    export_pipeline,
    write_model,
)

WORDS = [
    "red",
    "green",
    "blue",
    "Zürich",
    "東京",
    "",
    " ",
    "nan",
    "None",
    "\U0001f600",
    "\uff5e",
    "__proto__",
    "constructor",
    "0",
]


RELEASE = tuple(int(part) for part in sklearn.__version__.split(".")[:2])

MISSING = {"nan": np.nan, "none": None, "na": pandas.NA, "number": -999.0, "text": "?"}
"""The missing value by the name of a hole."""


class Draw(NumericDraw, RegressorDraw):
    """The random choices of one pipeline."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def flip(self, probability=0.5):
        return self.random.rand() < probability

    def one_of(self, *options):
        return options[self.random.randint(len(options))]

    def subset(self, items, least=1):
        count = self.random.randint(least, len(items) + 1)
        return [items[i] for i in self.random.permutation(len(items))[:count]]

    # Data: columns by kind, some with missing values.

    def column(self, kind, n):
        if kind == "quantity":
            if self.flip(0.05):
                return self.random.normal(size=n) * 10.0 ** self.random.randint(-30, 30)
            values = self.random.normal(size=n) * 10.0 ** self.random.randint(
                -3, 5
            ) + self.random.randint(-50, 50)
            return values.round(self.random.randint(0, 9))
        if kind == "count":
            return self.random.poisson(self.random.randint(1, 20), n)
        if kind == "code":
            return self.random.choice(self.random.permutation(30)[: self.random.randint(2, 9)], n)
        if kind == "constant":
            return np.full(n, self.one_of(0, 3, -1.5))
        if kind == "flag":
            return self.random.rand(n) < 0.6
        if kind == "fraction":
            return self.random.choice(np.arange(-4, 5) / 4.0, n)
        return self.random.choice(self.subset(WORDS, 2), n).astype(object)

    def hole(self, kind):
        """Returns the missing value of a column of this kind.

        It is a name of MISSING, or "" for a column without missing values.
        """
        if not self.flip(0.35):
            return ""
        return (
            self.one_of("nan", "nan", "none", "na", "text")
            if kind == "word"
            else self.one_of("nan", "nan", "nan", "number", "na")
        )

    def holes(self, column, hole, n, is_empty):
        """Returns the column with missing values, some or all of the n training rows."""
        is_text = column.dtype == object
        column = column.astype(object if is_text else float)
        missing = self.random.rand(len(column)) < self.one_of(0.05, 0.2, 0.5)
        missing[: len(column) if is_empty and is_text else n if is_empty else 0] = True
        # An encoder must know the missing value, because it refuses the record otherwise.
        missing[:2] = [True, is_empty]
        column[missing] = np.nan if hole == "na" and not is_text else MISSING[hole]
        return column

    # Steps.

    def imputer(self, numeric, hole):
        parameters = {
            "missing_values": MISSING[hole],
            "add_indicator": self.flip(0.3) and hole != "text",
            "keep_empty_features": self.flip(0.3),
        }
        if numeric and hole != "na" and self.flip(0.3):
            return KNNImputer(
                n_neighbors=self.random.randint(1, 8),
                weights=self.one_of("uniform", "distance"),
                **parameters,
            )
        if numeric and hole != "none" and self.flip(0.3):
            return self.iterative_imputer(parameters)
        strategy = (
            self.one_of("mean", "median", "most_frequent", "constant")
            if numeric
            else self.one_of("most_frequent", "constant")
        )
        fill = self.one_of(0, -1.5, 7) if numeric else self.one_of("missing", "red", "")
        return SimpleImputer(
            strategy=strategy, fill_value=fill if strategy == "constant" else None, **parameters
        )

    def iterative_imputer(self, parameters):
        return IterativeImputer(
            self.one_of(None, Ridge(), self.linear_model()),
            initial_strategy=self.one_of("mean", "median", "most_frequent", "constant"),
            imputation_order=self.one_of("ascending", "descending", "roman", "arabic", "random"),
            n_nearest_features=self.one_of(None, None, 1),
            skip_complete=self.flip(),
            min_value=self.one_of(-np.inf, -np.inf, 0),
            max_value=self.one_of(np.inf, np.inf, 20),
            max_iter=self.one_of(0, 1, 10),
            sample_posterior=self.flip(REFUSED),
            random_state=0,
            **parameters,
        )

    def encoder(self):
        lenient = ("ignore", "infrequent_if_exist", *(["warn"] if RELEASE >= (1, 6) else []))
        return OneHotEncoder(
            handle_unknown="error" if self.flip(0.3) else self.one_of(*lenient),
            drop=self.one_of(None, None, "first", "if_binary"),
            sparse_output=self.flip(0.7),
            min_frequency=self.one_of(None, None, None, 0.15, self.random.randint(1, 12)),
            max_categories=self.one_of(None, None, self.random.randint(1, 6)),
        )

    def ordinals(self, holed):
        """Returns an OrdinalEncoder and the steps that must or may follow it."""
        lenient = {
            "handle_unknown": "use_encoded_value",
            "unknown_value": self.one_of(-1, 99, np.nan),
        }
        stays = holed and self.flip()
        encoder = OrdinalEncoder(
            encoded_missing_value=np.nan if stays else -2, **(lenient if self.flip(0.7) else {})
        )
        self.known(
            encoder,
            min_frequency=self.one_of(None, None, 0.15, self.random.randint(1, 12)),
            max_categories=self.one_of(None, None, self.random.randint(1, 6)),
        )
        after = [self.imputer(True, "nan")] if stays or self.flip(0.3) else []
        return [
            encoder,
            *after,
            *self.one_of(
                [], [self.scaler()], [OneHotEncoder(handle_unknown=self.one_of("ignore", "error"))]
            ),
        ]

    def target_encoder(self):
        smooth = self.one_of("auto", 0.0, 3.0)
        return preprocessing.TargetEncoder(smooth=smooth, cv=2, shuffle=False)

    def branch(self, kinds, hole, is_empty=False):
        """Returns a transformer for columns of these kinds, one of which may be empty."""
        numeric = all(kind != "word" for kind in kinds)
        if hole == "nan" and numeric and not is_empty and RELEASE >= (1, 9) and self.flip(0.2):
            return self.spline("zeros")
        steps = []
        encodes = not numeric or (all(kind == "code" for kind in kinds) and self.flip(0.8))
        knows_missing = encodes and hole in ("nan", "none") and not is_empty and self.flip()
        if hole and not knows_missing:
            steps.append(self.imputer(numeric, hole))
        if encodes and hasattr(preprocessing, "TargetEncoder") and self.flip(0.2):
            steps.append(self.target_encoder())
        elif encodes and self.flip(0.4):
            steps += self.ordinals(knows_missing)
        elif encodes:
            if numeric and self.flip(0.2):
                steps.append(self.codes_scaler())
            steps.append(self.encoder())
        elif self.flip(0.8) or not steps:
            steps.append(self.scaler() if self.flip(0.9) else "passthrough")
            if hole == "nan" and not is_empty and numeric and len(steps) == 2 and self.flip(0.3):
                steps.reverse()
            if not is_empty and self.flip(0.4):
                steps.append(self.numeric_step(len(kinds)))
        if self.flip(0.2):
            steps.insert(self.random.randint(len(steps) + 1), "passthrough")
        step = steps[0]
        if len(steps) > 1:
            step = Pipeline([(f"s{i}", step) for i, step in enumerate(steps)])
            step = Pipeline([("inner", step), ("after", "passthrough")]) if self.flip(0.1) else step
        if hole not in ("", "na", "text") and step != "passthrough" and self.flip(0.2):
            features = {
                "features": self.one_of("missing-only", "all"),
                "error_on_new": self.flip(),
                "sparse": self.one_of("auto", True, False),
            }
            indicator = MissingIndicator(missing_values=MISSING[hole], **features)
            step = FeatureUnion([("values", step), ("missing", indicator)])
        return step

    def selection(self, names, all_names, frame):
        """Returns the columns in one of the ways in which a ColumnTransformer takes them."""
        positions = [all_names.index(name) for name in names]
        mask = [name in names for name in all_names]
        in_order = [name for name in all_names if name in names]
        ways = [positions, mask, lambda X: positions]
        if positions == list(range(positions[0], positions[0] + len(positions))):
            ways.append(slice(positions[0], positions[0] + len(positions)))
            if frame:
                ways.append(slice(names[0], names[-1]))
        if frame:
            ways += [names, names, names, lambda X: in_order]
        return self.one_of(*ways)

    def selector(self):
        return self.one_of(
            VarianceThreshold(),
            SelectKBest(f_regression, k=1),
            SelectPercentile(f_regression, percentile=60),
            SelectFpr(f_regression, alpha=0.9),
            GenericUnivariateSelect(f_regression, mode="k_best", param=1),
            SelectFromModel(Ridge()),
            RFE(Ridge(), n_features_to_select=1),
        )

    def union(self):
        parts = [("a", self.scaler()), ("b", "passthrough"), ("c", self.scaler()), ("d", "drop")]
        return FeatureUnion(
            self.subset(parts[:3]) + parts[3:],
            transformer_weights=self.one_of(None, {"a": 0.3, "c": 2.0}),
        )

    def problem(self):
        """Returns (pipeline, sample rows, target, rows to predict)."""
        n, more = self.random.randint(20, 80), 15
        all_kinds = (
            "quantity",
            "quantity",
            "quantity",
            "count",
            "code",
            "fraction",
            "word",
            "word",
            "flag",
            "constant",
        )
        kinds = [self.one_of(*all_kinds) for _ in range(self.random.randint(1, 8))]
        frame = self.flip(0.75)
        if not frame:
            kinds = [kind for kind in kinds if kind != "word"] or ["quantity"]
        names = (
            [f"{kind} {i}" for i, kind in enumerate(kinds)]
            if frame
            else [f"x{i}" for i in range(len(kinds))]
        )
        columns = [self.column(kind, n + more) for kind in kinds]
        holed = [self.hole(kind) for kind in kinds]
        self.empty = {
            name
            for name, kind, hole in zip(names, kinds, holed)
            if hole not in ("", "text") and kind in ("quantity", "word") and self.flip(0.25)
        }
        columns = [
            self.holes(column, hole, n, name in self.empty) if hole else column
            for name, column, hole in zip(names, columns, holed)
        ]
        table = pandas.DataFrame(dict(zip(names, columns)))
        X, rows = table.iloc[:n], table.iloc[n:]
        y = self.random.normal(size=n) * 10.0 ** self.random.randint(-1, 3)
        # A TargetEncoder takes few whole numbers for classes.
        y = self.random.randint(0, self.random.randint(2, 6), n) if self.flip(0.1) else y

        # One transformer for all columns, or one for each sort of columns.
        plain = not any(holed) and "word" not in kinds
        if plain and self.flip(0.2):
            steps = self.one_of(
                [],
                [("scale", self.scaler())],
                [("none", "passthrough"), ("scale", self.scaler())],
                [("union", self.union())],
            )
        else:
            steps = [("columns", self.column_transformer(names, kinds, holed, frame))]
            if self.flip(0.2):
                steps.append(("again", self.sparse_scaler()))
            if self.flip(0.2):
                steps.append(("numeric", self.numeric_step(len(kinds))))
            if self.flip(0.2):
                steps.append(("select", self.selector()))
            # The exporter refuses two encoders of an empty column, which share no category.
            if self.flip(0.1) and not self.empty:
                second = self.column_transformer(names, kinds, holed, frame)
                steps[0] = ("union", FeatureUnion([("first", steps[0][1]), ("second", second)]))
            if self.flip(0.2):
                steps = [("nested", Pipeline(steps))]
            if self.flip(0.1):
                steps.insert(0, ("none", "passthrough"))
        if self.flip(0.1):
            y = np.column_stack([y, y**2 + self.random.normal(size=n)])
            last = self.one_of(self.kernel_ridge, self.gaussian_process, self.several_targets)()
        elif self.flip(0.1):
            y, last = (
                np.abs(y),
                TransformedTargetRegressor(self.regressor(1), func=np.log1p, inverse_func=np.expm1),
            )
        else:
            last = self.regressor()
        if self.flip(0.05):
            last, y = self.svr(), y if y.ndim == 1 else y[:, 0]
            pipeline = Pipeline([*steps, ("svr", last)])
            pipeline = RandomizedSearchCV(
                pipeline,
                {"svr__C": [1.0, 10.0]},
                n_iter=1,
                cv=2,
                random_state=0,
                error_score="raise",
            )
        elif steps and self.flip(0.1):
            # Each member of an ensemble has the steps.
            copies = [
                (f"p{i}", Pipeline([*clone(Pipeline([*steps, ("svr", self.svr())])).steps]))
                for i in range(2)
            ]
            y, pipeline = y if y.ndim == 1 else y[:, 0], VotingRegressor(copies)
        else:
            pipeline = Pipeline([*steps, ("last", last)]) if steps else last
        if "FunctionTransformer" in str(pipeline.get_params()):
            # numpy computes otherwise with integers and bools: 1/2 is 0, and -True is False.
            X, rows = (
                part.astype({name: float for name in names if part[name].dtype.kind in "biu"})
                for part in (X, rows)
            )
        take = (lambda part: part) if frame else (lambda part: part.to_numpy(dtype=float))
        return pipeline, take(X), y, take(rows)

    def frozen(self, pipeline):
        """Returns the fitted pipeline, which may be frozen, or a step of which may be."""
        if RELEASE < (1, 6) or not self.flip(0.1):
            return pipeline
        from sklearn.frozen import FrozenEstimator

        if type(pipeline) is not Pipeline or self.flip(0.3):
            return FrozenEstimator(pipeline)
        i = self.random.randint(len(pipeline.steps))
        name, step = pipeline.steps[i]
        if step != "passthrough":
            pipeline.steps[i] = (name, FrozenEstimator(step))
        return pipeline

    def column_transformer(self, names, kinds, holed, frame):
        sorts = {}
        for name, kind, hole in zip(names, kinds, holed):
            sorts.setdefault(
                (
                    "code"
                    if kind in ("code", "fraction", "flag")
                    else "word"
                    if kind == "word"
                    else "number",
                    hole,
                ),
                [],
            ).append(name)
        transformers = []
        for (sort, hole), members in sorts.items():
            for part in [members] if self.flip() else [[member] for member in members]:
                part = self.subset(part) if self.flip(0.3) else part
                branch = self.branch([sort] * len(part), hole, not self.empty.isdisjoint(part))
                transformers.append(
                    (f"t{len(transformers)}", branch, self.selection(part, names, frame))
                )
        easy = [
            name for name, kind, hole in zip(names, kinds, holed) if kind != "word" and not hole
        ]
        if easy and self.flip(0.3):
            transformers.append(
                (
                    "twice",
                    self.one_of("passthrough", self.scaler()),
                    self.selection(self.subset(easy), names, frame),
                )
            )
        if len(transformers) > 1 and self.flip(0.1):
            transformers[0] = (transformers[0][0], "drop", transformers[0][2])
        transformers = self.subset(transformers, len(transformers))
        remainder = "drop"
        if all(kind != "word" for kind in kinds) and not any(holed) and self.flip():
            remainder = self.one_of("passthrough", self.scaler())
        weights = {
            name: float(10 ** self.random.uniform(-2, 1))
            for name, *_ in transformers
            if self.flip(0.3)
        } or None
        threshold = self.one_of(0, 0.3, 1.0)
        return ColumnTransformer(
            transformers,
            remainder=remainder,
            transformer_weights=weights,
            sparse_threshold=threshold,
            verbose_feature_names_out=self.flip(0.8),
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    written, unfit, refusals, failures = 0, 0, [], []
    for i in range(10 * options.count):
        if written == options.count:
            break
        draw = Draw((options.seed + i) % 2**32)
        pipeline, X, y, rows = draw.problem()
        try:
            with np.errstate(all="ignore"):
                pipeline.fit(X, y)
                pipeline = draw.frozen(pipeline)
                if not np.all(np.isfinite(pipeline.predict(X))):
                    raise ValueError("infinite")
        # scikit-learn cannot centre a sparse matrix, a search fold lacks a category, scipy finds no
        # minimum, or a kernel is not positive definite.
        except (
            ValueError,
            TypeError,
            IndexError,
            ZeroDivisionError,
            RuntimeError,
            np.linalg.LinAlgError,
        ):
            unfit += 1
            continue
        rows = predictable(pipeline, rows)
        if not len(rows):
            continue
        name = f"seed {options.seed + i}"
        try:
            model = export_pipeline(pipeline, X, name=name, allow_uncompared=True)
            fixture = make_fixture(model, pipeline, rows)
            fixture["explained"] = explain(model, pipeline, rows)
        except (IrreproducibleError, NonFiniteError, UnsupportedStepError) as error:
            refusals.append([name, str(error)])
            continue
        except Exception as error:  # the seed is enough to repeat any error
            failures.append([name, f"{type(error).__name__}: {error}"])
            continue
        write_model(fixture, options.output / f"{written}.json")
        written += 1
    print(
        f"{written} pipelines written. scikit-learn could not fit {unfit} others, "
        f"and the exporter refused {len(refusals)}."
    )
    results = {"unfit": unfit, "refused": len(refusals), "refusals": refusals}
    results["failures"] = failures
    (options.output / "results.json").write_text(json.dumps(results))


def predictable(pipeline, rows):
    """Returns the rows that scikit-learn predicts.

    The others hold a category that a strict encoder does not know.
    """
    kept = []
    for i in range(len(rows)):
        row = rows.iloc[[i]] if hasattr(rows, "iloc") else rows[[i]]
        try:
            if np.all(np.isfinite(pipeline.predict(row))):
                kept.append(i)
        except ValueError:
            pass
    return rows.iloc[kept] if hasattr(rows, "iloc") else rows[kept]


if __name__ == "__main__":
    main()
