#!/usr/bin/env bash
# MAPIE 1.6.0, scikit-learn 1.7.2.
#
# Expected: a split conformal interval at the level c takes the score of rank ⌈(n + 1) · c⌉ of n. With
# 99 scores that is the rank 29 at 0.29, because (n + 1) · c is a whole number. Seen: the rank 30. At
# 0.55, 0.57 and 0.58, too, the interval is one rank too wide, at 0.9 it is right. The rank follows
# from 1 − (1 − c) in float64, which is a little more than c at these levels.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet mapie==1.6.0 scikit-learn==1.7.2
cat >ranks.py <<'PY'
import math
from fractions import Fraction

import numpy as np
from mapie.regression import SplitConformalRegressor
from sklearn.dummy import DummyRegressor

rows = 99
X = np.zeros((rows, 1))
# The prediction is 0, so the score of rank k is k.
y = np.arange(1.0, rows + 1)
zero = DummyRegressor(strategy="constant", constant=0.0).fit(X, y)
for level in ("0.29", "0.55", "0.57", "0.58", "0.9"):
    conformal = SplitConformalRegressor(zero, confidence_level=float(level), prefit=True)
    _, interval = conformal.conformalize(X, y).predict_interval(X[:1])
    expected = math.ceil((rows + 1) * Fraction(level))
    print(f"level {level}: rank {expected} expected, {interval[0, 1, 0]:g} seen")
PY
venv/bin/python ranks.py | tee seen
diff seen - <<'TXT'
level 0.29: rank 29 expected, 30 seen
level 0.55: rank 55 expected, 56 seen
level 0.57: rank 57 expected, 58 seen
level 0.58: rank 58 expected, 59 seen
level 0.9: rank 90 expected, 90 seen
TXT
echo "as described"
