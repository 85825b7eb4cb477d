"""Writes references of the statistics of errors to errors.json, beside this file.

    python3 test/monitoring/generate_errors.py

MAE, RMSE and bias come from scikit-learn. The confidence sequence is computed in another way than
the library does: the mixture of likelihood ratios is integrated numerically, and the ends of the
interval are found as the differences at which it reaches 1/alpha.
"""

import json
import pathlib
import platform

import numpy
import scipy
import sklearn
from scipy import integrate, optimize, stats
from sklearn.metrics import mean_absolute_error, mean_squared_error

FILE = pathlib.Path(__file__).with_name("errors.json")


def log_mixture(difference: float, variance: float, tau: float) -> float:
    """Integrates over drifts, relative to the largest value."""
    peak = difference * tau**2 / (tau**2 + variance)

    def log_ratio(drift: float) -> float:
        return (drift * difference - drift**2 / 2) / variance + stats.norm.logpdf(drift, scale=tau)

    width = 12 * numpy.sqrt(variance * tau**2 / (variance + tau**2))
    value, _ = integrate.quad(
        lambda drift: numpy.exp(log_ratio(drift) - log_ratio(peak)),
        peak - width,
        peak + width,
        epsabs=0,
        epsrel=1e-13,
        limit=500,
    )
    return numpy.log(value) + log_ratio(peak)


def compare(first: numpy.ndarray, second: numpy.ndarray, alpha: float, effect: float) -> dict:
    """Compares the mean absolute errors of two lists of errors."""
    a, b = numpy.abs(first), numpy.abs(second)
    welch = a.var(ddof=1) / a.size + b.var(ddof=1) / b.size
    squares = a.var(ddof=1) * (a.size - 1) + b.var(ddof=1) * (b.size - 1)
    pooled = squares / (a.size + b.size - 2) * (1 / a.size + 1 / b.size)
    variance = max(welch, pooled)
    tau = effect * numpy.concatenate([a, b]).mean()
    difference = b.mean() - a.mean()
    half = optimize.brentq(
        lambda gap: log_mixture(gap, variance, tau) + numpy.log(alpha),
        0,
        100 * numpy.sqrt(variance) + tau,
        xtol=1e-14,
        rtol=1e-14,
    )
    return {
        "difference": difference,
        "interval": [difference - half, difference + half],
        "p_value": min(1, numpy.exp(-log_mixture(difference, variance, tau))),
    }


def summarize(errors: numpy.ndarray) -> dict:
    """Summarizes errors as scikit-learn does."""
    zeros = numpy.zeros_like(errors)
    return {
        "mae": mean_absolute_error(zeros, errors),
        "rmse": numpy.sqrt(mean_squared_error(zeros, errors)),
        "bias": errors.mean(),
    }


def main() -> None:
    """Draws errors, and writes the file."""
    draw = numpy.random.RandomState(21)
    cases = []
    for m, n, scale, alpha, effect in [
        (148, 100, 1, 0.05, 0.2),
        (148, 100, 3, 0.05, 0.2),
        (500, 120, 1.2, 0.05, 0.2),
        (120, 500, 1.6, 0.01, 0.1),
        (300, 300, 0.5, 0.05, 0.5),
        (130, 170, 1, 0.2, 2),
    ]:
        first = (draw.exponential(3.8, m) * draw.choice([-1, 1], m)).round(2)
        second = (draw.exponential(3.8 * scale, n) * draw.choice([-1, 1], n, p=[0.3, 0.7])).round(2)
        cases.append(
            {
                "alpha": alpha,
                "effect": effect,
                "first": first.tolist(),
                "second": second.tolist(),
                "summary": summarize(second),
                **compare(first, second, alpha, effect),
            }
        )
    versions = {
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }
    FILE.write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
