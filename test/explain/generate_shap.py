"""Writes test/explain/shap.json: what `shap` says of an SVR with 11 standardised inputs.

    pip install shap==0.51.0 scikit-learn pandas && python3 test/explain/generate_shap.py

With `l1_reg=0` and 11 features, KernelExplainer runs every subset. Its default would set
contributions to exactly 0. It takes a feature in tiny units for one that did not change, so the
inputs are standardised.
"""

import json
import pathlib
import sys

import numpy as np
import pandas
import shap
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent / "exporter"))

from supportvector_export import export_pipeline

INPUTS = 11


def main():
    """Writes the file."""
    rng = np.random.default_rng(11)
    sample = rng.normal(size=(60, INPUTS)).round(3)
    sample = pandas.DataFrame(sample, columns=[f"x{i}" for i in range(INPUTS)])
    target = np.sin(sample["x0"]) * sample["x1"] + sample["x2"] ** 2 + sample.sum(axis=1) / 5
    pipeline = make_pipeline(StandardScaler(), SVR(C=10)).fit(sample, target)
    background, records = sample[:8], sample[8:11]
    explainer = shap.KernelExplainer(
        lambda rows: pipeline.predict(pandas.DataFrame(rows, columns=sample.columns)),
        background,
    )
    contributions = explainer.shap_values(records, l1_reg=0, silent=True)
    result = {
        "shap": shap.__version__,
        "model": export_pipeline(pipeline, sample, name="shap", reference=False),
        "background": background.to_numpy().tolist(),
        "records": records.to_numpy().tolist(),
        "base": float(explainer.expected_value),
        "contributions": contributions.tolist(),
    }
    (FOLDER / "shap.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
