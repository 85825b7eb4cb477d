#!/usr/bin/env bash
# mlflow-skinny 3.17.2, skops 0.16.0, scikit-learn 1.7.2.
#
# Expected: `mlflow.sklearn.save_model` saves any fitted Pipeline of scikit-learn's own classes. Its
# default format is skops, whose default list of trusted types has them. Seen: a StandardScaler with
# an SVR is saved, and a OneHotEncoder with an SVR is refused. The encoder writes a sparse matrix, so
# the SVR keeps its support vectors in one, and scipy's csr_matrix is not on the list. The same with
# `sparse_output=False` is saved.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet mlflow-skinny==3.17.2 skops==0.16.0 scikit-learn==1.7.2 pandas==2.3.3
cat >save.py <<'PY'
import re
import warnings

import mlflow
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

warnings.filterwarnings("ignore")
steps = {
    "scaler": StandardScaler(),
    "sparse encoder": OneHotEncoder(),
    "dense encoder": OneHotEncoder(sparse_output=False),
}
for name, step in steps.items():
    pipeline = make_pipeline(step, SVR()).fit([[0.0], [1.0], [2.0]], [1.0, 2.0, 3.0])
    try:
        mlflow.sklearn.save_model(pipeline, name)
        print(name, "saved")
    except mlflow.MlflowException as error:
        print(name, "refused:", re.search(r"Untrusted types .*?: (\[.*?\])", str(error))[1])
PY
venv/bin/python save.py 2>/dev/null | tee seen
diff seen - <<'TXT'
scaler saved
sparse encoder refused: ['scipy.sparse._csr.csr_matrix']
dense encoder saved
TXT
echo "as described"
