#!/usr/bin/env bash
# scikit-learn 1.9.1, numpy 2.4.6.
#
# Expected: `rbf_kernel`, and so KernelRidge and Nystroem, computes the kernel that SVR computes,
# apart from the last digits. Seen: for a column such as the date 20240101.25 it is 1 where it should
# be 0.984, without a warning. `rbf_kernel` adds up ‖x‖² − 2x·y + ‖y‖², whose terms of 4e14 cancel
# down to 1/64. libsvm subtracts first. Years (2024.25) keep about nine digits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
cat >kernel.py <<'PY'
import numpy as np
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVR

for date in (0.25, 2024.25, 20240101.25):
    near, far = np.array([[date]]), np.array([[date + 0.125]])
    # With one support vector of coefficient a, a prediction is a · K + b.
    svr = SVR(gamma=1.0, C=1.0, epsilon=0.0).fit([[date], [date + 40]], [1.0, -1.0])
    a = svr.dual_coef_[0][svr.support_ == 0][0]
    kernel = (svr.predict(far)[0] - svr.intercept_[0]) / a
    print(f"{date}: rbf_kernel {rbf_kernel(near, far, gamma=1.0)[0, 0]:.6f}, SVR {kernel:.6f}")
PY
venv/bin/python kernel.py | tee seen
diff seen - <<'TXT'
0.25: rbf_kernel 0.984496, SVR 0.984496
2024.25: rbf_kernel 0.984496, SVR 0.984496
20240101.25: rbf_kernel 1.000000, SVR 0.984496
TXT
echo "as described"
