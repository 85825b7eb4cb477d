#!/usr/bin/env bash
# skl2onnx 1.19.1, onnxruntime 1.20.1, scikit-learn 1.5.2.
#
# Expected: the ONNX model of a whitening PCA computes what `transform` computes, also where a column
# is constant. Seen: its last component is NaN for every row that the PCA was fitted on, where
# scikit-learn has 0. From release 1.5 on, `transform` divides by the machine epsilon where the
# standard deviation of a component is less. The converter divides by the standard deviation itself,
# and 0/0 is NaN. Without whitening both agree, and both agree on the other components.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet skl2onnx==1.19.1 onnxruntime==1.20.1 scikit-learn==1.5.2 numpy==2.0.2
cat >compare.py <<'PY'
import numpy as np
import onnxruntime
from skl2onnx import to_onnx
from sklearn.decomposition import PCA

X = np.column_stack([np.arange(8.0), np.arange(8.0) % 3, np.full(8, 3.0)])
for whiten in (False, True):
    pca = PCA(whiten=whiten, svd_solver="full").fit(X)
    model = to_onnx(pca, X[:1]).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"X": X})
    expected = pca.transform(X)
    same = np.allclose(found[:, :2], expected[:, :2], rtol=0, atol=1e-12)
    last = f"scikit-learn {expected[0, 2]:g}, ONNX {found[0, 2]:g}"
    print(f"whiten={whiten}: first two agree: {same}, last: {last}")
PY
venv/bin/python compare.py 2>/dev/null | tee seen
diff seen - <<'TXT'
whiten=False: first two agree: True, last: scikit-learn 0, ONNX 0
whiten=True: first two agree: True, last: scikit-learn 0, ONNX nan
TXT
echo "as described"
