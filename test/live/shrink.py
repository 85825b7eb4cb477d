"""Makes a failing pipeline smaller as long as it fails, and prints it.

python3 test/live/shrink.py SEED
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import sklearn
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingRegressor,
    StackingRegressor,
    VotingRegressor,
)
from sklearn.model_selection import RandomizedSearchCV
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import FeatureUnion, Pipeline

from random_pipelines import RELEASE, Draw, predictable

HERE = pathlib.Path(__file__).parent
LISTS = {
    Pipeline: "steps",
    ColumnTransformer: "transformers",
    FeatureUnion: "transformer_list",
    VotingRegressor: "estimators",
    StackingRegressor: "estimators",
}
"""Parameters that hold named parts."""
WRAPPERS = {
    AdaBoostRegressor: "estimator",
    BaggingRegressor: "estimator",
    MultiOutputRegressor: "estimator",
    # The name before scikit-learn 1.7.
    RegressorChain: "estimator" if RELEASE >= (1, 7) else "base_estimator",
    TransformedTargetRegressor: "regressor",
    RandomizedSearchCV: "estimator",
}
"""Parameters that hold one part."""
TRIES = 300


def smaller(step):
    """Yields simpler pipelines, each without one part."""
    if type(step) in WRAPPERS:
        key = WRAPPERS[type(step)]
        inner = getattr(step, key)
        yield inner
        yield from (clone(step).set_params(**{key: part}) for part in smaller(inner))
    elif type(step) in LISTS:
        key = LISTS[type(step)]
        parts = getattr(step, key)
        if type(step) in (VotingRegressor, StackingRegressor) or (
            type(step) is Pipeline and len(parts) == 1
        ):
            yield from (part[1] for part in parts if not isinstance(part[1], str))
        for i in range(len(parts) - (type(step) is Pipeline)):
            yield _with(step, key, parts[:i] + parts[i + 1 :])
        for i, part in enumerate(parts):
            for simpler in smaller(part[1]):
                yield _with(step, key, [*parts[:i], (part[0], simpler, *part[2:]), *parts[i + 1 :]])


def _with(step, key, parts):
    """Returns a copy with other parts, and without weights, which count by position."""
    copy = clone(step)
    setattr(
        copy,
        key,
        [
            (part[0], part[1] if isinstance(part[1], str) else clone(part[1]), *part[2:])
            for part in parts
        ],
    )
    if isinstance(step, VotingRegressor):
        copy.weights = None
    return copy


def failure(pipeline, X, y, rows):
    """Returns the failure in one line.

    Returns None for a pipeline that does not fail, or that scikit-learn cannot fit.
    """
    from fixture import make_fixture
    from supportvector_export import (
        IrreproducibleError,
        NonFiniteError,
        UnsupportedStepError,
        export_pipeline,
        write_model,
    )

    try:
        with np.errstate(all="ignore"):
            pipeline.fit(X, y)
        rows = predictable(pipeline, rows)
        if not len(rows) or not np.all(np.isfinite(pipeline.predict(X))):
            return None
    except Exception:  # scikit-learn cannot fit this pipeline
        return None
    try:
        fixture = make_fixture(export_pipeline(pipeline, X, allow_uncompared=True), pipeline, rows)
    except (IrreproducibleError, NonFiniteError, UnsupportedStepError):
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "fixture.json"
        write_model(fixture, path)
        compared = subprocess.run(
            ["npx", "tsx", str(HERE / "run.js"), "--compare", str(path)],
            cwd=HERE,
            capture_output=True,
            text=True,
        )
    return compared.stderr.strip() if compared.returncode else None


def kind(words):
    """Returns the kind of a failure, which does not depend on its row."""
    return re.sub(r"\d+", "", words.split(":")[0])


def main():
    warnings.simplefilter("ignore")
    seed = int(sys.argv[1])
    pipeline, X, y, rows = Draw(seed).problem()
    words = failure(clone(pipeline), X, y, rows)
    if words is None:
        print(f"seed {seed} does not fail")
        return
    tries = 0
    shrunk = True
    while shrunk:
        shrunk = False
        for candidate in smaller(pipeline):
            target = (
                y
                if y.ndim == 1
                or "MultiOutputRegressor" in repr(candidate)
                or "RegressorChain" in repr(candidate)
                else y[:, 0]
            )
            tries += 1
            found = failure(clone(candidate), X, target, rows) if tries <= TRIES else None
            # Another kind of failure has another cause, such as strings that reach a regressor.
            if found and kind(found) == kind(words):
                pipeline, y, words, shrunk = candidate, target, found, True
                break
    sklearn.set_config(print_changed_only=True)
    print(f"seed {seed}, made smaller:\n{pipeline.__repr__(N_CHAR_MAX=10_000)}\n{words}")


if __name__ == "__main__":
    main()
