"""Trains the small model that the examples use, on made-up data.

    python3 examples/train.py

Writes model.json, rows.csv and expected.csv beside this script. rows.csv holds records, and
expected.csv what the pipeline predicts for them. Needs `pip install ../exporter pandas`.
"""

import pathlib

import numpy as np
import pandas
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline, write_model

FOLDER = pathlib.Path(__file__).parent

random = np.random.RandomState(0)
ages = random.choice([np.nan, 25, 38, 41, 59], 60)
shifts = random.choice(["early", "late", "night"], 60)
distances = random.uniform(1, 60, 60).round(1)
X = pandas.DataFrame({"Age": ages, "Shift": shifts, "Distance (km)": distances})
y = 2 + 0.05 * distances + 3 * (shifts == "night") + random.gamma(2, 1, 60)

quantities = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
codes = OneHotEncoder(handle_unknown="ignore")
columns = ColumnTransformer(
    [("quantities", quantities, ["Age", "Distance (km)"]), ("codes", codes, ["Shift"])]
)
pipeline = make_pipeline(columns, SVR(C=10)).fit(X, y)

model = export_pipeline(pipeline, X, name="absence", target="Absence", unit="hours", clip=(0, None))
write_model(model, FOLDER / "model.json")

rows = pandas.DataFrame(
    {
        "Id": range(1, 7),
        "Age": [41, 25, np.nan, 59, 38, 30],
        "Shift": ["night", "early", "late", "early", "night", "dusk"],
        "Distance (km)": [12.5, 3, 40.2, 58, 7.7, 20],
    }
)
rows.to_csv(FOLDER / "rows.csv", index=False)
expected = rows[["Id"]].assign(predicted=pipeline.predict(rows[list(X.columns)]).clip(0))
expected.to_csv(FOLDER / "expected.csv", index=False, float_format="%.17g")
