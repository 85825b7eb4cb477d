"""Sample rows from a CSV file with a header."""

from __future__ import annotations

import csv

import numpy as np

from .conversion import Conversion
from .errors import ExportError

try:
    import pandas
except ImportError:
    pandas = None


def read_rows(path: str, conversion: Conversion) -> pandas.DataFrame | np.ndarray:
    """Reads rows as the pipeline was fitted on them.

    An empty field is a missing value.

    Parameters
    ----------
    path
        A CSV file with a header.
    conversion
        The converted pipeline, which knows the columns that hold strings.

    Returns
    -------
    A DataFrame, or an array where the pipeline was fitted on one.
    """
    if pandas is None:
        return _read_numbers(path, conversion)
    frame = pandas.read_csv(path)
    text = pandas.read_csv(path, dtype=str, keep_default_na=False)
    for i, (name, reading) in enumerate(zip(conversion.names, conversion.readings)):
        column = name if conversion.by_name else text.columns[i] if i < text.shape[1] else None
        if column not in text:
            continue  # `predict` names the columns that are absent
        if reading.holds_strings:
            # Codes such as 01 and names such as NA stay text.
            frame[column] = text[column].where(text[column] != "", np.nan)
        if reading.filled == {"None"}:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame if conversion.by_name else frame.to_numpy()


def _read_numbers(path, conversion):
    if conversion.by_name:
        raise ExportError(
            "the pipeline was fitted on a DataFrame, so its sample rows need pandas: "
            "pip install pandas"
        )
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    try:
        return np.array([[float(field) if field else np.nan for field in row] for row in rows])
    except ValueError:
        raise ExportError(
            f"{path}: expected the same count of numbers in each row, which is what the exporter "
            "reads without pandas: pip install pandas"
        ) from None
