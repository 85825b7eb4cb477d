"""Writes references of the statistics of drift, beside this file.

    python3 test/monitoring/generate.py scipy | evidently | nannyml

Writes scipy.json, evidently.json or nannyml.json, from the installed package of that name. The two
others need versions of scipy that differ, so each wants a virtual environment of its own. Each file
has the versions that it was made with. All have the same seeded pairs of counts: of a reference and
of a window, in the same bins. Each package gets rows with these counts.
"""

import json
import pathlib
import random
import sys
from importlib.metadata import version

import numpy
import pandas
from scipy import special, stats
from scipy.spatial import distance

FOLDER = pathlib.Path(__file__).parent


def draw_pairs():
    """Returns pairs of counts: few rows and many, alike and different, with empty bins."""
    draw = random.Random(21)
    pairs = []
    for bins in (1, 2, 3, 5, 10, 20, 40):
        for rows, shift in ((30, 0), (500, 0), (500, 0.02), (9_000, 0.3), (9_000, 1.5)):
            weights = [draw.expovariate(1) for _ in range(bins)]
            moved = [weight * 2.718 ** draw.gauss(0, shift) for weight in weights]
            pairs.append([count(draw, bins, weights, 740), count(draw, bins, moved, rows)])
    pairs += [
        [[5, 0, 7], [0, 9, 0]],
        [[100, 100, 0], [98, 101, 1]],
        [[1, 0], [1, 0]],
        [[3, 400], [0, 400]],
    ]
    return [pair for pair in pairs if sum(pair[0]) and sum(pair[1])]


def count(draw, bins, weights, rows):
    drawn = draw.choices(range(bins), weights, k=rows)
    return [drawn.count(bin) for bin in range(bins)]


def rows_of(counts):
    return numpy.repeat(numpy.arange(len(counts)), counts)


def by_scipy(reference, window):
    both = numpy.array([reference, window])
    chi2 = stats.chi2_contingency(both[:, both.sum(axis=0) > 0], correction=False)
    statistic = stats.ks_2samp(rows_of(reference), rows_of(window)).statistic
    m, n = sum(reference), sum(window)
    return {
        "jensen_shannon": distance.jensenshannon(reference, window, base=2),
        "chi_squared": [chi2.statistic, chi2.pvalue, chi2.dof],
        "kolmogorov_smirnov": [
            statistic,
            stats.kstwobign.sf(statistic * numpy.sqrt(m * n / (m + n))),
        ],
    }


def scipy_functions():
    """Survival functions and the adjustment of p-values, where the pairs do not reach."""
    draw = random.Random(22)
    lambdas = [
        0,
        0.01,
        0.04,
        0.1,
        0.2,
        *[draw.uniform(0.2, 1.1) for _ in range(20)],
        1,
        1.5,
        2,
        5,
        10,
        18,
    ]
    chi2 = [
        (df, df * factor)
        for df in (1, 2, 3, 4, 7, 12, 27, 100, 999, 10_000)
        for factor in (0, 0.01, 0.5, 0.9, 1, 1.001, 1.1, 1.5, 3, 20)
    ]
    p_values = [
        [],
        [0.03],
        [0.01, 0.01, 1],
        [0, 0.5, 0.5, 0.04],
        [10 ** draw.uniform(-6, 0) for _ in range(20)],
    ]
    return {
        "kolmogorov": [[x, special.kolmogorov(x)] for x in lambdas],
        "chi2": [[df, x, stats.chi2.sf(x, df)] for df, x in chi2],
        "benjamini_hochberg": [
            [ps, list(stats.false_discovery_control(ps)) if ps else []] for ps in p_values
        ],
    }


def by_evidently(reference, window):
    from evidently.legacy.calculations.stattests import jensenshannon_stat_test, psi_stat_test
    from evidently.legacy.core import ColumnType

    def measure(test):
        series = [pandas.Series(rows_of(counts).astype(str)) for counts in (reference, window)]
        return test.func(*series, ColumnType.Categorical, 0.1)[0]

    return {
        "psi": measure(psi_stat_test),
        "jensen_shannon_base_e": measure(jensenshannon_stat_test),
    }


def by_nannyml(reference, window):
    from nannyml.chunk import CountBasedChunker
    from nannyml.drift.univariate.methods import CategoricalJensenShannonDistance, Chi2Statistic
    from nannyml.thresholds import ConstantThreshold

    def measure(method):
        return method.fit(series[0]).calculate(series[1])

    series = [
        pandas.Series(rows_of(counts).astype(str), name="bin") for counts in (reference, window)
    ]
    shared = {
        "chunker": CountBasedChunker(chunk_number=1),
        "threshold": ConstantThreshold(upper=0.1),
        "computation_params": {},
    }
    return {
        "jensen_shannon": measure(CategoricalJensenShannonDistance(**shared)),
        "chi_squared": measure(Chi2Statistic(**shared)),
    }


def main(library):
    measure = {"scipy": by_scipy, "evidently": by_evidently, "nannyml": by_nannyml}[library]
    packages = sorted({"numpy", "pandas", "scipy", library})
    result = {
        "versions": {
            "python": sys.version.split()[0],
            **{name: version(name) for name in packages},
        },
        "pairs": [{"reference": r, "window": w, **measure(r, w)} for r, w in draw_pairs()],
        **(scipy_functions() if library == "scipy" else {}),
    }
    lines = json.dumps(result, indent=None, default=float).replace(
        '{"reference"', '\n  {"reference"'
    )
    (FOLDER / f"{library}.json").write_text(lines.replace('], "', '],\n "') + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
