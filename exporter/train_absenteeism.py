"""Train the included model: hours of absence from the 19 inputs of the UCI data set "Absenteeism at work".

    python3 exporter/train_absenteeism.py --data Absenteeism_at_work.csv --output src/absenteeism/model.json

Data: Martiniano, A., Ferreira, R. and Sassi, R., UCI Machine Learning Repository, CC BY 4.0, DOI 10.24432/C5X882.

592 of the 740 rows train, 148 test, split as in the system that this model replaces (test_size=0.2, random_state=42). The hyperparameters are
chosen by cross-validation on the 592 rows only, half of it with whole employees held out; the 148 rows are predicted once, at the end.
Seeded: the same data give the same model. Takes a few minutes on one core.
"""

import argparse
import datetime

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

from supportvector_export import export_pipeline, write_model

TARGET = "Absenteeism time in hours"
GROUP = "ID"
"""The employee's number: not an input, but what grouped cross-validation holds out."""

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

SEED = 0
RANDOM_CANDIDATES, REFINED_CANDIDATES = 60, 340
SEARCH_REPEATS, REPORT_REPEATS = 2, 5
REPORT_SEED = 1000
"""Folds that the search did not see, so that what is reported was not selected for."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data", required=True, metavar="CSV", help="Absenteeism_at_work.csv, comma-separated"
    )
    parser.add_argument("--output", required=True, metavar="JSON", help="the model file to write")
    parser.add_argument(
        "--joblib", metavar="FILE", help="also save the fitted pipeline, for Python"
    )
    parser.add_argument(
        "--date",
        default=datetime.date.today().isoformat(),
        help="the training date to note, ISO 8601 (default: today)",
    )
    options = parser.parse_args()

    data = pandas.read_csv(options.data).rename(columns=str.strip)
    train, test = train_test_split(data, test_size=0.2, random_state=42)
    y, groups = train[TARGET].to_numpy(float), train[GROUP].to_numpy()
    X, X_test = (rows.drop(columns=[TARGET, GROUP]) for rows in (train, test))

    best = search(X, y, groups)
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
    artifact = export_pipeline(
        model,
        X,
        name="absenteeism",
        description=(
            "Hours of absence of one employee's absence, from 19 inputs. Trained on the UCI data set Absenteeism at work "
            "(Martiniano, Ferreira and Sassi, CC BY 4.0, DOI 10.24432/C5X882). baseline_*: always predicting the training median."
        ),
        target=TARGET,
        unit="hours",
        clip=(0, None),
        metrics={key: round(float(value), 4) for key, value in metrics.items()},
        training_date=options.date,
        training_samples=len(X),
        test_samples=len(X_test),
    )
    write_model(artifact, options.output)
    if options.joblib:
        joblib.dump(model, options.joblib)


def build(parameters):
    """The unfitted pipeline: quantities standardised, codes one-hot, each group of columns with a weight of its own."""
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
    """Random candidates, then random changes to the five best, by the mean of plain and grouped cross-validated MAE."""
    random = np.random.RandomState(SEED)
    folds = [*plain_folds(y, SEED, SEARCH_REPEATS), *grouped_folds(groups, SEED, SEARCH_REPEATS)]
    ranked = []
    for i in range(RANDOM_CANDIDATES + REFINED_CANDIDATES):
        candidate = (
            draw(random) if i < RANDOM_CANDIDATES else change(ranked[random.randint(5)][1], random)
        )
        ranked.append((cross_validate(lambda: build(candidate), X, y, folds), candidate))
        ranked.sort(key=lambda entry: entry[0])
        if i % 20 == 19:
            print(f"candidate {i + 1}: best {ranked[0][0]:.4f}", flush=True)
    return {key: float(f"{value:.3g}") for key, value in ranked[0][1].items()}


def draw(random):
    candidate = {"C": 10 ** random.uniform(0, 2), "epsilon": 10 ** random.uniform(-2, 0.3)}
    candidate.update({name: 10 ** random.uniform(-2, 0.3) for name in GROUPS})
    return candidate


def change(candidate, random):
    changed = dict(candidate)
    for name in random.choice(list(candidate), random.randint(1, 4), replace=False):
        changed[name] *= 10 ** random.normal(0, 0.3)
    changed["C"] = min(changed["C"], 300)
    return changed


def plain_folds(y, seed, repeats):
    for repeat in range(repeats):
        yield from KFold(5, shuffle=True, random_state=seed + repeat).split(y)


def grouped_folds(groups, seed, repeats):
    """Five folds of whole employees; which employees go together changes with the repeat."""
    for repeat in range(repeats):
        employees = np.unique(groups)
        shuffled = dict(
            zip(employees, np.random.RandomState(seed + repeat).permutation(len(employees)))
        )
        relabelled = np.array([shuffled[employee] for employee in groups])
        yield from GroupKFold(5).split(groups, groups=relabelled)


def cross_validate(make, X, y, folds):
    errors = []
    for fit_on, held_out in folds:
        predicted = make().fit(X.iloc[fit_on], y[fit_on]).predict(X.iloc[held_out])
        errors.append(mean_absolute_error(y[held_out], np.maximum(predicted, 0)))
    return float(np.mean(errors))


def score(model, X, y):
    predicted = np.maximum(model.predict(X), 0)
    return {
        "test_mae": mean_absolute_error(y, predicted),
        "test_rmse": mean_squared_error(y, predicted) ** 0.5,
        "test_r2": r2_score(y, predicted),
    }


if __name__ == "__main__":
    main()
