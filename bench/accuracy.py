"""Predictions of scikit-learn, and of the same SVRs in 40 digits, for bench/accuracy.ts.

    accuracy.py

Writes JSON: a list of models. Each has the regressor of its model file, and encoded rows at several
distances from the data.
"""

import json
import os
import sys
from decimal import Decimal, localcontext
from pathlib import Path

# As in fixtures/generate.py: the same bytes on every x86-64 processor with AVX2.
os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "exporter"), str(ROOT / "fixtures")]

import numpy as np

from data import absences, moved, ordinary_pipeline, random
from supportvector_export import export_pipeline

DIGITS = 40
GAMMA = 0.01
TARGETS = ("raw", "standardised", "standardised, b = 0")
COSTS = (0.1, 1.0, 30.0, 1000.0)
SPREADS = (0.001, 1.0, 3.0, 10.0, 30.0)
"""By how many standard deviations the quantities of a record are moved, up or down."""
ROWS = 100


def main() -> None:
    """Writes the models."""
    random.seed(0)
    X, hours = absences(592)
    # All models have the same steps, and their support vectors are rows of X. So each kernel is
    # computed once.
    steps = ordinary_pipeline().fit(X, hours)[:-1]
    vectors = steps.transform(X).toarray()
    samples = []
    with localcontext() as context:
        context.prec = DIGITS
        for spread in SPREADS:
            records = moved(X[:ROWS], spread)
            rows = steps.transform(records).toarray()
            samples.append((spread, records, rows, find_kernels(rows, vectors)))
        models = [measure(target, C, X, hours, samples) for target in TARGETS for C in COSTS]
    json.dump(models, sys.stdout)


def find_kernels(rows, vectors):
    """Returns for each row x a list of (γ‖x − s‖², K), one per vector s."""
    gamma = Decimal(GAMMA)
    exact_rows, exact_vectors = (
        [[Decimal(value) for value in row] for row in matrix.tolist()] for matrix in (rows, vectors)
    )
    exponents = (
        [gamma * sum((a - b) * (a - b) for a, b in zip(x, s) if a != b) for s in exact_vectors]
        for x in exact_rows
    )
    return [[(exponent, (-exponent).exp()) for exponent in of_row] for of_row in exponents]


def measure(target, C, X, hours, samples):
    """Returns a model, and for each sample what its rows come to."""
    y = hours if target == "raw" else (hours - hours.mean()) / hours.std()
    pipeline = ordinary_pipeline(C=C, gamma=GAMMA).fit(X, y)
    svr = pipeline["svr"]
    if target.endswith("b = 0"):
        svr.intercept_ = svr._intercept_ = np.zeros(1)
    alphas = [Decimal(alpha) for alpha in svr.dual_coef_.toarray()[0].tolist()]
    b = Decimal(float(svr.intercept_[0]))
    return {
        "target": target,
        "C": C,
        "regressor": export_pipeline(pipeline, X)["regressor"],
        "samples": [
            {
                "spread": spread,
                "nearest": float(np.median([min(of_row)[0] for of_row in kernels])),
                "rows": [
                    {
                        "row": row,
                        "predicted": predicted,
                        **evaluate(alphas, b, [of_row[i] for i in svr.support_]),
                    }
                    for row, predicted, of_row in zip(
                        rows.tolist(), pipeline.predict(records).tolist(), kernels
                    )
                ],
            }
            for spread, records, rows, kernels in samples
        ],
    }


def evaluate(alphas, b, kernels):
    """Returns the prediction as a sum of two doubles, and the sizes of its parts."""
    terms = [(alpha * k, exponent) for alpha, (exponent, k) in zip(alphas, kernels)]
    prediction = sum(term for term, _ in terms) + b
    return {
        "reference": [float(prediction), float(prediction - Decimal(float(prediction)))],
        "kernels": float(sum(abs(term) for term, _ in terms)),
        "exponents": float(sum(abs(term) * exponent for term, exponent in terms)),
    }


if __name__ == "__main__":
    main()
