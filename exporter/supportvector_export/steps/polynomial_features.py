"""PolynomialFeatures."""

import numpy as np
from sklearn.preprocessing import PolynomialFeatures


def _convert(step, path, columns, is_sparse, readings):
    """Dense products are multiplied from the last factor to the first, sparse ones from the first to the last."""
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
