#!/usr/bin/env bash
# numpy 2.4.6.
#
# Expected: `x ** 0.5` is C's pow, which is +inf for −inf (C99, F.10.4.4), and it does not matter
# whether the exponent is a number or an array. Seen: numpy replaces the number 0.5 by sqrt, which is
# NaN for −inf. With the exponent in an array it calls pow. So a FunctionTransformer with
# `lambda x: x**0.5` and one with an exponent per column disagree, and a port that calls pow is off.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet numpy==2.4.6
cat >power.py <<'PY'
import math

import numpy as np

x = np.array([-np.inf])
print("number", (x**0.5)[0], "array", (x ** np.array([0.5]))[0], "C", math.pow(-math.inf, 0.5))
PY
venv/bin/python -W ignore power.py | tee seen
diff seen - <<'TXT'
number nan array inf C inf
TXT
echo "as described"
