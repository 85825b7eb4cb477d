"""Sample rows from a CSV file with a header."""

import csv

import numpy as np

from .errors import ExportError

try:
    import pandas
except ImportError:
    pandas = None


def read_rows(path, conversion):
    """Rows as the pipeline was fitted on them: a DataFrame, or an array of the columns in their order. An empty field is a missing value."""
    if pandas is None:
        return _read_numbers(path, conversion)
    frame = pandas.read_csv(path)
    text = pandas.read_csv(path, dtype=str, keep_default_na=False)
    for i, (name, reading) in enumerate(zip(conversion.names, conversion.readings)):
        column = name if conversion.by_name else text.columns[i] if i < text.shape[1] else None
        if column not in text:
            continue  # predict will say which are absent
        if reading.holds_strings:
            # Codes such as 01 and names such as NA are what they are.
            frame[column] = text[column].where(text[column] != "", np.nan)
        if reading.filled == {"None"}:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame if conversion.by_name else frame.to_numpy()


def _read_numbers(path, conversion):
    if conversion.by_name:
        raise ExportError(
            "this pipeline was fitted on a DataFrame: reading its sample rows needs pandas, which is not installed"
        )
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    try:
        return np.array([[float(field) if field else np.nan for field in row] for row in rows])
    except ValueError as error:
        raise ExportError(
            f"{path}: without pandas, sample rows must hold numbers: {error}"
        ) from None
