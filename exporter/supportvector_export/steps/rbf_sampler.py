"""The family of RBFSampler, cos(x · W + b) · √(2 / n), as four steps that a model file has."""

import numpy as np
from sklearn.kernel_approximation import RBFSampler

from ..scalars import plain_numbers


def _convert(step, path, columns, is_sparse, readings):
    width = len(step.random_offset_)
    scale = np.full(width, (2.0 / step.n_components) ** 0.5)
    weights = [plain_numbers(weights) for weights in step.random_weights_.T]
    steps = {
        "random_weights": {"type": "TruncatedSVD", "components": weights},
        "random_offset": {
            "type": "MinMaxScaler",
            "scale": [1] * width,
            "min": plain_numbers(step.random_offset_),
        },
        "cos": {"type": "FunctionTransformer", "func": "cos"},
        "scale": {"type": "MaxAbsScaler", "inverse_scale": plain_numbers(scale)},
    }
    named = [{"name": name, "step": part} for name, part in steps.items()]
    return {"type": "Pipeline", "steps": named}, [readings.consume(columns)] * width, False


CONVERTERS = {RBFSampler: _convert}
