"""How near explanations against few background rows come to those against all training rows.

    python3 bench/background.py [--data Absenteeism_at_work.csv]

Compares the rows that the exporter chooses with random rows and with k-medoids. An error is that of
the contributions, root mean square over records and inputs, as a share of the contributions. Prints
the first table of docs/explain.md. `--data` adds the data set of the included model.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

sys.path.insert(0, str(Path(__file__).parent.parent / "exporter"))

from supportvector_export.background import Categories, Numbers, choose_background

RECORDS, REPEATS = 24, 30
COUNTS = (10, 20, 50)


def main():
    """Prints a row for each data set and number of rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", metavar="CSV", help="Absenteeism_at_work.csv, comma-separated")
    print("| data | rows | random | k-medoids | chosen |\n|---|---|---|---|---|")
    for name, X, y, codes, gamma in data_sets(parser.parse_args().data):
        X, other, y, _ = train_test_split(X, y, test_size=0.2, random_state=0)
        values = contributions(X, other[:RECORDS], y, codes, gamma)
        inputs = [{"kind": "category" if column in codes else "number"} for column in X]
        columns = [X[column].tolist() for column in X]
        for count in COUNTS:
            draws = [np.random.RandomState(i).choice(len(X), count, False) for i in range(REPEATS)]
            errors = [
                np.median([error(values, rows) for rows in draws]),
                error(values, medoids(inputs, columns, count)),
                error(values, choose_background(inputs, columns, count)),
            ]
            print(f"| {name} | {count} |", " | ".join(f"{100 * e:.0f} %" for e in errors), "|")


def data_sets(path):
    """Yields (name, X, y, columns of codes, gamma)."""
    diabetes = load_diabetes(as_frame=True, scaled=False)
    yield "diabetes", diabetes.data, diabetes.target.to_numpy(), ["sex"], 0.05
    random, n = np.random.RandomState(3), 900
    X = pandas.DataFrame(
        {
            "skewed": random.lognormal(0, 1, n),
            "normal": random.normal(size=n),
            "code": random.choice(4, n, p=[0.7, 0.2, 0.08, 0.02]),
            "mostly 0": random.exponential(2, n) * (random.rand(n) < 0.3),
            "uniform": random.uniform(size=n),
        }
    )
    y = 3 * np.log1p(X["skewed"]) + X["normal"] ** 2 + 4 * (X["code"] == 1)
    y += X["mostly 0"] * (X["uniform"] > 0.5) + random.normal(size=n) * 0.3
    yield "made-up", X, y.to_numpy(), ["code"], 0.1
    if path:
        rows = pandas.read_csv(path).rename(columns=str.strip).drop(columns="ID")
        y = rows.pop("Absenteeism time in hours").to_numpy(float)
        codes = ["Reason for absence", "Month of absence", "Day of the week", "Seasons"]
        yield "absenteeism", rows, y, [*codes, "Education"], 0.01


def contributions(X, records, y, codes, gamma):
    """Returns the Shapley values of each record against each row alone: records × rows × inputs.

    Those against a background are their mean. The integrals are Gauss-Legendre quadratures.
    """
    encoders = [
        OneHotEncoder(handle_unknown="ignore") if name in codes else StandardScaler() for name in X
    ]
    encoded = [_dense(e.fit_transform(X[[name]])) for name, e in zip(X, encoders)]
    svr = SVR(C=30, gamma=gamma).fit(np.hstack(encoded), y)

    def kernels(rows):
        """Returns the factor of each input: inputs × rows × support vectors."""
        columns = [_dense(e.transform(rows[[name]])) for name, e in zip(X, encoders)]
        return np.stack(
            [
                np.exp(-gamma * ((a[:, None] - b[None, svr.support_]) ** 2).sum(axis=2))
                for a, b in zip(columns, encoded)
            ]
        )

    ours, theirs = kernels(records), kernels(X)
    nodes, weights = np.polynomial.legendre.leggauss((len(encoders) + 1) // 2)
    values = np.zeros((len(records), len(X), len(encoders)))
    for node, weight in zip((nodes + 1) / 2, weights / 2):
        for i in range(len(records)):
            factors = node * ours[:, i, None] + (1 - node) * theirs
            product = factors.prod(axis=0)
            for j, factor in enumerate(factors):
                change = (ours[j, i] - theirs[j]) * product / factor
                values[i, :, j] += weight * change @ svr.dual_coef_[0]
    return values


def error(values, rows):
    """Returns the error of the contributions against these rows, as a share."""
    expected = values.mean(axis=1)
    found = values[:, rows].mean(axis=1)
    return np.sqrt(((found - expected) ** 2).mean() / (expected**2).mean())


def medoids(inputs, columns, count):
    """Returns the positions of k-medoids: greedy ones, then Voronoi iterations."""
    kinds = {"number": Numbers, "category": Categories}
    measures = [kinds[each["kind"]](column) for each, column in zip(inputs, columns)]
    rows = range(len(columns[0]))
    distances = np.stack([sum(m.distances_from(i) for m in measures) for i in rows])
    chosen, nearest = [], np.full(len(rows), np.inf)
    while len(chosen) < count:
        cost = np.minimum(distances, nearest).sum(axis=1)
        cost[chosen] = np.inf
        chosen.append(int(cost.argmin()))
        nearest = np.minimum(nearest, distances[chosen[-1]])
    while True:
        labels = distances[chosen].argmin(axis=0)
        clusters = [np.flatnonzero(labels == label) for label in range(count)]
        better = [int(c[distances[np.ix_(c, c)].sum(axis=1).argmin()]) for c in clusters]
        if better == chosen:
            return chosen
        chosen = better


def _dense(matrix):
    return matrix.toarray() if hasattr(matrix, "toarray") else matrix


if __name__ == "__main__":
    main()
