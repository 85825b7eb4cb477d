#!/usr/bin/env bash
# scikit-learn 1.9.1.
#
# Expected: a fitted transformer gives a row the same values, whatever other rows come with it, as
# scikit-learn's other imputers do. Seen: `IterativeImputer.transform` of a row without any value
# returns the initial fill, the means, if the row is alone. If another row has a value, it returns
# what the models predict from the means. So a service that predicts one record at a time and a
# batch disagree.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
cat >impute.py <<'PY'
import numpy as np
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer

random = np.random.RandomState(0)
rows = random.normal(size=(50, 2)) @ [[1, 2, 3], [0, 1, -1]]
rows[random.uniform(size=rows.shape) < 0.2] = np.nan
empty = np.full((1, 3), np.nan)
other = np.array([[1.0, 2.0, 3.0]])
for imputer in (SimpleImputer(), KNNImputer(), IterativeImputer(max_iter=50)):
    imputer.fit(rows)
    alone = imputer.transform(empty)[0]
    beside = imputer.transform(np.vstack([empty, other]))[0]
    print(type(imputer).__name__, "same" if np.array_equal(alone, beside) else "differs")
PY
venv/bin/python -W ignore impute.py | tee seen
diff seen - <<'TXT'
SimpleImputer same
KNNImputer same
IterativeImputer differs
TXT
echo "as described"
