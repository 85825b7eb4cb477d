"""The fitted transformers that a model file can express: a module per family.

A family has
CONVERTERS  by class: (step, path, columns, is_sparse, readings) → (step of the model file, columns that it writes, whether they are sparse);
            reads fitted attributes only
EVALUATORS  by type in the model file: (step of the model file, arrays) → arrays, one per column; what the step means, in plain numpy. Shares
            nothing with the converter, so that an export can be held against it. float64, NaN where missing, or objects, None where missing
ROUNDINGS   by type, only where scikit-learn and JavaScript do not do the same operations in the same order: (step, arrays read, arrays
            written) → arrays, the size of what is rounded on the way. See evaluate.py
INVERSES    by type, where a TransformedTargetRegressor may have it: (step, array) → array
INVERSE_ROUNDINGS  by type, where an inverse rounds more than its result: (step, array read, array written) → array
"""

from . import (
    decomposition,
    discretizers,
    encoders,
    function_transformer,
    imputers,
    normalizer,
    polynomial_features,
    power_transformer,
    quantile_transformer,
    scalers,
    selectors,
    spline_transformer,
)

FAMILIES = (
    scalers,
    normalizer,
    power_transformer,
    quantile_transformer,
    function_transformer,
    discretizers,
    polynomial_features,
    spline_transformer,
    decomposition,
    imputers,
    encoders,
    selectors,
)


def _collect(name):
    return {key: value for family in FAMILIES for key, value in getattr(family, name, {}).items()}


CONVERTERS = _collect("CONVERTERS")
EVALUATORS = _collect("EVALUATORS")
ROUNDINGS = _collect("ROUNDINGS")
INVERSES = _collect("INVERSES")
INVERSE_ROUNDINGS = _collect("INVERSE_ROUNDINGS")
