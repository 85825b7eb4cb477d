#!/usr/bin/env bash
# MAPIE 1.6.0, scikit-learn 1.7.2.
#
# Expected: `predict_interval(allow_infinite_bounds=True)` gives infinite bounds where the scores are
# too few for the level. Seen: it does so for asymmetric scores only. For symmetric ones, which are the
# default, it raises a ValueError. That advises `unbounded=True`, which is no parameter of the method.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet mapie==1.6.0 scikit-learn==1.7.2
cat >bounds.py <<'PY'
import inspect

import numpy as np
from mapie.conformity_scores import AbsoluteConformityScore
from mapie.regression import SplitConformalRegressor
from sklearn.dummy import DummyRegressor

rows = 9
X = np.zeros((rows, 1))
y = np.arange(1.0, rows + 1)
zero = DummyRegressor(strategy="constant", constant=0.0).fit(X, y)
for symmetric in (True, False):
    score = AbsoluteConformityScore(sym=symmetric)
    conformal = SplitConformalRegressor(zero, confidence_level=0.95, conformity_score=score, prefit=True)
    conformal.conformalize(X, y)
    try:
        _, interval = conformal.predict_interval(X[:1], allow_infinite_bounds=True)
        print(f"symmetric={symmetric}: {interval[0, :, 0]}")
    except ValueError as error:
        print(f"symmetric={symmetric}: ValueError, advises it: {'unbounded=True' in str(error)}")
parameters = inspect.signature(SplitConformalRegressor.predict_interval).parameters
print(f"unbounded is a parameter: {'unbounded' in parameters}")
PY
venv/bin/python bounds.py | tee seen
diff seen - <<'TXT'
symmetric=True: ValueError, advises it: True
symmetric=False: [-inf  inf]
unbounded is a parameter: False
TXT
echo "as described"
