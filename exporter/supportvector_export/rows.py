"""Sample rows from a CSV file with a header."""

import csv

import numpy as np

from .errors import ExportError

try:
    import pandas
except ImportError:
    pandas = None


def read_rows(path, pipeline):
    """A DataFrame for a pipeline that was fitted on one, else an array of the columns in their order."""
    by_name = hasattr(pipeline, "feature_names_in_")
    if pandas is not None:
        frame = pandas.read_csv(path)
        return frame if by_name else frame.to_numpy()
    if by_name:
        raise ExportError("this pipeline was fitted on a DataFrame: reading its sample rows needs pandas, which is not installed")
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    try:
        return np.array([[float(field) if field else np.nan for field in row] for row in rows])
    except ValueError as error:
        raise ExportError(f"{path}: without pandas, sample rows must hold numbers: {error}") from None
