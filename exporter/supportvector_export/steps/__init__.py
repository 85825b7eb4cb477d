"""The transformers that a model file can express, one module per family.

A family has these tables.

CONVERTERS
    By class: (step, path, columns, is_sparse, readings) → (step of the model file, columns that it
    writes, whether they are sparse). A converter reads fitted attributes only.
EVALUATORS
    By type in the model file: (step of the model file, arrays) → arrays, one per column. An
    evaluator computes in plain numpy what the step means. It shares no code with the converter, so
    that it can check the export. An array is float64 with NaN for a missing value, or it holds
    objects with None for a missing value.
ROUNDINGS
    By type, only where scikit-learn and JavaScript do other operations or another order of them:
    (step, arrays read, arrays written) → arrays with the size of what the step rounds. See
    evaluate.py.
DOUBTS
    By type, only for functions of single columns that may lie far apart between two values close
    together: (step, array read, its bound) → rows in which a bound cannot be told.
INVERSES
    By type, where the step may transform a target: (step, array) → array.
INVERSE_ROUNDINGS
    By type, where an inverse rounds more than its result: (step, array read, array written) →
    array.
INVERSE_DOUBTS
    As DOUBTS, for the inverse.
"""

from . import (
    decomposition,
    discretizers,
    encoders,
    function_transformer,
    imputers,
    iterative_imputer,
    kernel_transformers,
    normalizer,
    polynomial_features,
    power_transformer,
    quantile_transformer,
    rbf_sampler,
    scalers,
    selectors,
    spline_transformer,
    target_encoder,
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
    kernel_transformers,
    rbf_sampler,
    imputers,
    iterative_imputer,
    encoders,
    target_encoder,
    selectors,
)


def _collect(name):
    return {key: value for family in FAMILIES for key, value in getattr(family, name, {}).items()}


CONVERTERS = _collect("CONVERTERS")
EVALUATORS = _collect("EVALUATORS")
ROUNDINGS = _collect("ROUNDINGS")
DOUBTS = _collect("DOUBTS")
INVERSES = _collect("INVERSES")
INVERSE_ROUNDINGS = _collect("INVERSE_ROUNDINGS")
INVERSE_DOUBTS = _collect("INVERSE_DOUBTS")
