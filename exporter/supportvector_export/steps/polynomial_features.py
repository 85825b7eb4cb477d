"""The family of PolynomialFeatures."""

import numpy as np
from sklearn.preprocessing import PolynomialFeatures


def _convert(step, path, columns, is_sparse, readings):
    """Converts powers to lists of factors in the order in which scikit-learn multiplies.

    It begins with the last factor for a dense matrix, and with the first for a sparse one.
    """
    combinations = []
    for powers in step.powers_.tolist() if step.n_output_features_ else []:
        factors = [i for i, power in enumerate(powers) for _ in range(power)]
        combinations.append(factors if is_sparse else factors[::-1])
    return (
        {"type": "PolynomialFeatures", "combinations": combinations},
        [readings.consume(columns)] * len(combinations),
        is_sparse,
    )


def _evaluate(step, columns):
    ones = np.ones(len(columns[0]))
    products = []
    for factors in step["combinations"]:
        product = ones
        for i in factors:
            product = product * columns[i]
        products.append(product)
    return products


CONVERTERS = {PolynomialFeatures: _convert}
EVALUATORS = {"PolynomialFeatures": _evaluate}
