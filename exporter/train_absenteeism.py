"""Trains the included model: the hours that one absence of an employee lasts, from 19 inputs.

    python3 exporter/train_absenteeism.py --data Absenteeism_at_work.csv --output model.json

The data set is "Absenteeism at work" (Martiniano, A., Ferreira, R. and Sassi, R., UCI Machine
Learning Repository, CC BY 4.0, DOI 10.24432/C5X882).

The script trains on 592 of the 740 rows and tests on the other 148. The split is that of the system
that this model replaces (test_size=0.2, random_state=42). Cross-validation on the 592 rows chooses
the hyperparameters, and half of its folds hold out whole employees. The 148 rows are predicted
once, at the end.

HYPERPARAMETERS holds what the search chose. `--search` searches again, which takes about seven
minutes on one core. The random numbers are seeded, so the same data give the same model.

The model file has prediction intervals, with scores of their own for each frequent reason.
Cross-validation on the 592 rows calibrates them, and its folds hold out whole employees.
bench/intervals.py compares this method with others.
"""

import argparse
import datetime
from functools import partial

import joblib
import numpy as np
import pandas
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyRegressor
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import GroupKFold, KFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import calibrate, export_pipeline, write_model

TARGET = "Absenteeism time in hours"
GROUP = "ID"
"""The number of the employee. It is no input. Grouped cross-validation holds out its values."""

QUANTITIES = {
    "person": [
        "Age",
        "Service time",
        "Transportation expense",
        "Distance from Residence to Work",
        "Weight",
        "Height",
        "Body mass index",
    ],
    "household": ["Son", "Pet", "Social drinker", "Social smoker"],
    "period": ["Work load Average/day", "Hit target"],
    "discipline": ["Disciplinary failure"],
}
CODES = {
    "reason": ["Reason for absence"],
    "month": ["Month of absence"],
    "day": ["Day of the week"],
    "season": ["Seasons"],
    "education": ["Education"],
}
GROUPS = [*QUANTITIES, *CODES]

HYPERPARAMETERS = {
    "C": 1.65,
    "epsilon": 0.00164,
    "person": 0.00586,
    "household": 0.0561,
    "period": 0.00164,
    "discipline": 0.000659,
    "reason": 1.1,
    "month": 0.0118,
    "day": 0.0063,
    "season": 0.0167,
    "education": 0.00171,
}
"""What the search chose: the SVR's own, and the weight of each group of columns."""

SEED = 0
RANDOM_CANDIDATES, REFINED_CANDIDATES = 60, 340
SEARCH_REPEATS, REPORT_REPEATS = 2, 5
REPORT_SEED = 1000
"""Seed of the reported folds. The search does not see them, so it cannot select for them."""


def main() -> None:
    """Trains the model and writes the model file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data", required=True, metavar="CSV", help="Absenteeism_at_work.csv, comma-separated"
    )
    parser.add_argument("--output", required=True, metavar="JSON", help="model file to write")
    parser.add_argument("--joblib", metavar="FILE", help="file to save the fitted pipeline to")
    parser.add_argument(
        "--date",
        default=datetime.date.today().isoformat(),
        help="training date in the metadata, ISO 8601 (default: today)",
    )
    parser.add_argument("--search", action="store_true", help="search the hyperparameters again")
    options = parser.parse_args()

    train, test = read_rows(options.data)
    y, groups = train[TARGET].to_numpy(float), train[GROUP].to_numpy()
    X, X_test = (rows.drop(columns=[TARGET, GROUP]) for rows in (train, test))

    best = search(X, y, groups) if options.search else HYPERPARAMETERS
    print(f"chosen: {best}")
    model = build(best).fit(X, y)

    def assess(title, make):
        metrics = {
            "cv_mae": cross_validate(make, X, y, plain_folds(y, REPORT_SEED, REPORT_REPEATS)),
            "grouped_cv_mae": cross_validate(
                make, X, y, grouped_folds(groups, REPORT_SEED, REPORT_REPEATS)
            ),
            **score(make().fit(X, y), X_test, test[TARGET].to_numpy(float)),
        }
        print(f"{title:24}", "  ".join(f"{key} {value:.3f}" for key, value in metrics.items()))
        return metrics

    metrics = assess("this model", lambda: build(best))
    assess(
        "scaler and SVR defaults", lambda: Pipeline([("scale", StandardScaler()), ("svr", SVR())])
    )
    baseline = assess("median", lambda: DummyRegressor(strategy="median"))
    metrics.update({f"baseline_{key}": value for key, value in baseline.items()})
    model_file = export_pipeline(
        model,
        X,
        name="absenteeism",
        description=(
            "Hours that one absence of an employee lasts, from 19 inputs. "
            "Trained on the UCI data set Absenteeism at work "
            "(Martiniano, Ferreira and Sassi, CC BY 4.0, DOI 10.24432/C5X882)."
        ),
        target=TARGET,
        unit="hours",
        clip=(0, None),
        metrics={key: round(float(value), 4) for key, value in metrics.items()},
        training_date=options.date,
        training_samples=len(X),
        test_samples=len(X_test),
        held_out=(X_test, test[TARGET]),
        intervals=calibrate(model, X, y, groups=groups, by="Reason for absence", decimals=2),
    )
    write_model(model_file, options.output)
    if options.joblib:
        joblib.dump(model, options.joblib)


def read_rows(path):
    """Returns the 592 training rows and the 148 test rows of the CSV file."""
    data = pandas.read_csv(path).rename(columns=str.strip)
    return train_test_split(data, test_size=0.2, random_state=42)


def build(parameters):
    """Returns the unfitted pipeline.

    It standardises quantities, encodes codes one-hot, and weights each group of columns.
    """
    transformers = [(name, StandardScaler(), columns) for name, columns in QUANTITIES.items()]
    transformers += [
        (name, OneHotEncoder(handle_unknown="ignore"), columns) for name, columns in CODES.items()
    ]
    weights = {name: parameters[name] for name in GROUPS}
    preprocess = ColumnTransformer(transformers, transformer_weights=weights)
    # With a weight per group, gamma would only be a common factor of the weights.
    return Pipeline(
        [
            ("preprocess", preprocess),
            ("svr", SVR(C=parameters["C"], epsilon=parameters["epsilon"], gamma=1.0)),
        ]
    )


def search(X, y, groups):
    """Returns the hyperparameters with the smallest mean absolute error in cross-validation.

    The first candidates are random. The others are random changes to one of the five best so far.
    Half of the folds are plain, and half hold out whole employees.
    """
    random = np.random.RandomState(SEED)
    folds = [*plain_folds(y, SEED, SEARCH_REPEATS), *grouped_folds(groups, SEED, SEARCH_REPEATS)]
    ranked = []
    for i in range(RANDOM_CANDIDATES + REFINED_CANDIDATES):
        candidate = (
            draw(random) if i < RANDOM_CANDIDATES else change(ranked[random.randint(5)][1], random)
        )
        ranked.append((cross_validate(partial(build, candidate), X, y, folds), candidate))
        ranked.sort(key=lambda entry: entry[0])
        if i % 20 == 19:
            print(f"candidate {i + 1}: best {ranked[0][0]:.4f}", flush=True)
    return {key: float(f"{value:.3g}") for key, value in ranked[0][1].items()}


def draw(random):
    """Returns random hyperparameters."""
    candidate = {"C": 10 ** random.uniform(0, 2), "epsilon": 10 ** random.uniform(-2, 0.3)}
    candidate.update({name: 10 ** random.uniform(-2, 0.3) for name in GROUPS})
    return candidate


def change(candidate, random):
    """Returns the candidate with one to three hyperparameters changed."""
    changed = dict(candidate)
    for name in random.choice(list(candidate), random.randint(1, 4), replace=False):
        changed[name] *= 10 ** random.normal(0, 0.3)
    changed["C"] = min(changed["C"], 300)
    return changed


def plain_folds(y, seed, repeats):
    """Yields five folds of rows per repeat."""
    for repeat in range(repeats):
        yield from KFold(5, shuffle=True, random_state=seed + repeat).split(y)


def grouped_folds(groups, seed, repeats):
    """Yields five folds of whole employees per repeat, each repeat with other groups of them."""
    for repeat in range(repeats):
        employees = np.unique(groups)
        shuffled = dict(
            zip(employees, np.random.RandomState(seed + repeat).permutation(len(employees)))
        )
        relabelled = np.array([shuffled[employee] for employee in groups])
        yield from GroupKFold(5).split(groups, groups=relabelled)


def cross_validate(make, X, y, folds):
    """Returns the mean absolute error over the folds. A negative prediction counts as 0 hours."""
    errors = []
    for fit_on, held_out in folds:
        predicted = make().fit(X.iloc[fit_on], y[fit_on]).predict(X.iloc[held_out])
        errors.append(mean_absolute_error(y[held_out], np.maximum(predicted, 0)))
    return float(np.mean(errors))


def score(model, X, y):
    """Returns the metrics of a fitted model on the test rows."""
    predicted = np.maximum(model.predict(X), 0)
    return {
        "test_mae": mean_absolute_error(y, predicted),
        "test_rmse": mean_squared_error(y, predicted) ** 0.5,
        "test_r2": r2_score(y, predicted),
    }


if __name__ == "__main__":
    main()
