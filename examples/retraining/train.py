"""Trains a model on a CSV file, and exports it.

    python3 train.py training.csv model.json

The model file has the reference that monitors need.
"""

import os
import sys

import pandas
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline, write_model

TARGET = "Hours"


def train(rows: pandas.DataFrame, path: str) -> None:
    """Trains on four fifths of the rows, and measures the errors on the others.

    The file gets its name when it is whole, since the service watches it.
    """
    fitted, held_out = train_test_split(rows, test_size=0.2, random_state=0)
    X, y = fitted.drop(columns=[TARGET]), fitted[TARGET]
    quantities = ("quantities", StandardScaler(), make_column_selector(dtype_include="number"))
    codes = OneHotEncoder(handle_unknown="ignore")
    others = ("codes", codes, make_column_selector(dtype_exclude="number"))
    pipeline = make_pipeline(ColumnTransformer([quantities, others]), SVR(C=30, gamma=0.05))
    pipeline.fit(X, y)
    model = export_pipeline(
        pipeline,
        X,
        name="absence",
        target=TARGET,
        unit="hours",
        clip=(0, None),
        held_out=(held_out.drop(columns=[TARGET]), held_out[TARGET]),
    )
    write_model(model, f"{path}.new")
    os.replace(f"{path}.new", path)


if __name__ == "__main__":
    train(pandas.read_csv(sys.argv[1]), sys.argv[2])
