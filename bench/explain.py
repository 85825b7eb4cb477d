"""Times shap's KernelExplainer on an SVR that is fitted to what the included model predicts.

Reads an object of `inputs`, `rows`, `predictions`, `background` and `records` from a file. Writes
the seconds of processor time for each record, and the versions.
"""

import json
import sys
import time

import pandas
import shap
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        given = json.load(file)
    names = [description["name"] for description in given["inputs"]]
    kinds = [description["kind"] for description in given["inputs"]]
    numbers = [name for name, kind in zip(names, kinds) if kind == "number"]
    codes = [name for name, kind in zip(names, kinds) if kind == "category"]
    frame = pandas.DataFrame(given["rows"], columns=names)
    encoder = OneHotEncoder(handle_unknown="ignore")
    steps = ColumnTransformer([("n", StandardScaler(), numbers), ("c", encoder, codes)])
    pipeline = make_pipeline(steps, SVR(C=10, epsilon=0.01)).fit(frame, given["predictions"])
    explainer = shap.KernelExplainer(
        lambda rows: pipeline.predict(pandas.DataFrame(rows, columns=names)),
        pandas.DataFrame(given["background"], columns=names),
    )
    times = []
    for record in given["records"]:
        start = time.process_time()
        explainer.shap_values(pandas.DataFrame([record], columns=names), silent=True)
        times.append(time.process_time() - start)
    vectors = len(pipeline[-1].support_)
    versions = [shap.__version__, sklearn.__version__]
    json.dump({"seconds": times, "vectors": vectors, "versions": versions}, sys.stdout)


if __name__ == "__main__":
    main()
