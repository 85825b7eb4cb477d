"""The peer scikit-learn: a fitted pipeline that is made from a model file.

    scikit_learn.py serve MODEL pipeline INPUTS
    scikit_learn.py serve MODEL svr ROWS
    scikit_learn.py serve MODEL intelex ROWS
    scikit_learn.py save MODEL FOLDER

The first command serves the whole pipeline on DataFrames, and INPUTS is a file of doubles. The
second serves the SVR alone on encoded rows, and the third that of scikit-learn-intelex. The last
writes pipeline.joblib, to measure how long a fresh process takes. bench/peers/child.js describes
the requests to a serving process.

The repository does not hold the pipeline itself. This script fits one on random records, so that
scikit-learn finds every attribute, and then sets the fitted numbers of the model file.
bench/results.md shows how far its predictions are off.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import joblib
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR


def restore(model: dict) -> Pipeline:
    """Returns the fitted pipeline of a model file with the two transformers of the problems."""
    names = [i["name"] for i in model["inputs"]]
    (first,) = model["pipeline"]["steps"]
    parts = first["step"]["transformers"]
    transformers = [
        (p["name"], unfitted(p["step"]), [names[c] for c in p["columns"]]) for p in parts
    ]
    weights = {p["name"]: p["weight"] for p in parts if "weight" in p}
    preprocess = ColumnTransformer(transformers, transformer_weights=weights or None)
    pipeline = Pipeline(
        [(first["name"], preprocess), ("svr", SVR(gamma=model["regressor"]["gamma"]))]
    )
    pipeline.fit(random_records(model), np.arange(100.0))
    for part in parts:
        scaler = preprocess.named_transformers_[part["name"]]
        if isinstance(scaler, StandardScaler):
            scaler.mean_, scaler.scale_ = (
                np.array(part["step"][key], dtype=float) for key in ("mean", "scale")
            )
            scaler.var_ = scaler.scale_**2
    restore_svr(pipeline["svr"], model["regressor"], len(model["feature_names_out"]))
    return pipeline


def unfitted(step: dict):
    if step["type"] == "StandardScaler":
        return StandardScaler()
    return OneHotEncoder(
        categories=[np.array(c) for c in step["categories"]], handle_unknown=step["handle_unknown"]
    )


def random_records(model: dict) -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            i["name"]: random.choice(i.get("categories", np.arange(100)), 100)
            for i in model["inputs"]
        }
    )


def restore_svr(svr: SVR, regressor: dict, width: int) -> None:
    """Sets the fitted numbers of the SVR.

    They are sparse where the fit on the random records was, which depends on the share of zeros.
    """
    count = len(regressor["dual_coef"])
    vectors = np.empty((count, width))
    for block in regressor["support_vectors"]:
        vectors[:, block["columns"]] = np.array(block["rows"])[block.get("index", slice(None))]
    form = csr_matrix if svr._sparse else np.array
    svr.support_vectors_ = form(vectors)
    svr.support_ = np.arange(count, dtype=np.int32)
    svr._n_support = np.array([count, 0], dtype=np.int32)
    svr.dual_coef_ = svr._dual_coef_ = form(np.array([regressor["dual_coef"]], dtype=float))
    svr.intercept_ = svr._intercept_ = np.array([regressor["intercept"]], dtype=float)
    svr._gamma = regressor["gamma"]
    svr.shape_fit_ = (count, width)


def to_frame(model: dict, inputs: np.ndarray) -> pd.DataFrame:
    """Returns a DataFrame whose whole numbers are integers, as in records from a file.

    `astype` leaves a block per column, and `copy` joins the blocks.
    """
    frame = pd.DataFrame(
        inputs.reshape(-1, len(model["inputs"])), columns=[i["name"] for i in model["inputs"]]
    )
    return frame.astype({name: int for name in frame if (frame[name] % 1 == 0).all()}).copy()


def serve(model: dict, what: str, data: str) -> None:
    pipeline = restore(model)
    numbers = np.fromfile(data)
    if what == "pipeline":
        rows, predict = to_frame(model, numbers), pipeline.predict
        cut = rows.iloc.__getitem__
    else:
        rows = numbers.reshape(-1, len(model["feature_names_out"]))
        estimator = intelex_svr() if what == "intelex" else SVR
        svr = estimator(gamma=model["regressor"]["gamma"]).fit(rows[:10], np.arange(10.0))
        restore_svr(svr, model["regressor"], rows.shape[1])
        predict, cut = svr.predict, rows.__getitem__
    print("ready", flush=True)
    batches: list = []
    size = 0
    for line in sys.stdin:
        command, count, *rest = line.split()
        if command == "predict":
            # libsvm evaluates each row by itself, so a single row needs no call of its own.
            print(*(repr(float(p)) for p in predict(cut(slice(0, int(count))))), flush=True)
            continue
        if int(count) != size:
            size = int(count)
            starts = range(0, len(rows) - size + 1, size)[: max(1, 1000 // size)]
            batches = [cut(slice(start, start + size)) for start in starts]
        limit = float(rest[0]) / 1000
        done = 0
        start = perf_counter()
        while True:
            predict(batches[done % len(batches)])
            done += 1
            elapsed = perf_counter() - start
            if elapsed >= limit:
                break
        print(elapsed * 1e6 / (done * size), flush=True)


def intelex_svr() -> type:
    """Returns the SVR of scikit-learn-intelex, which computes with one thread like all peers."""
    from daal4py import daalinit
    from sklearnex.svm import SVR

    daalinit(1)
    return SVR


def save(model: dict, folder: str) -> None:
    joblib.dump(restore(model), Path(folder) / "pipeline.joblib")


if __name__ == "__main__":
    command, file, *arguments = sys.argv[1:]
    {"serve": serve, "save": save}[command](json.loads(Path(file).read_text("utf8")), *arguments)
