"""The text of a CSV file: gzip, encodings, and files of other formats, which are refused."""

from __future__ import annotations

import gzip
import os
import zlib

from .errors import ExportError

SAVE_AS_CSV = "save it as CSV (UTF-8)"
UNPACK = "unpack it first"
SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook", SAVE_AS_CSV),
    (b"%PDF", "a PDF", "export its table as CSV (UTF-8)"),
    (b"PAR1", "a Parquet file", "write it by pandas.DataFrame.to_csv(index=False)"),
    (b"BZh", "compressed by bzip2", UNPACK),
    (b"\xfd7zXZ", "compressed by xz", UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd", UNPACK),
    (b"\x80", "a pickle", "name a CSV file with a header here"),
)
BYTE_ORDER_MARKS = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)


def read_text(path: str | os.PathLike[str]) -> tuple[str, list[str]]:
    """Reads a text file.

    Returns
    -------
    The text without a byte order mark, and notes for the user about its encoding.

    Raises
    ------
    ExportError
        The file is of another format, or its encoding is unknown.
    OSError
        The file cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read()
    if data.startswith(b"\x1f\x8b"):
        data = _decompress(data, path)
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, path)
    for signature, what, step in SIGNATURES:
        if data.startswith(signature):
            raise ExportError(f"{path} is {what}: {step}")
    if b"\0" in data:
        raise ExportError(
            f"{path} is binary, or UTF-16 without a byte order mark: save it as UTF-8"
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _decode(data, "cp1252", path)


def _decode(data, encoding, path):
    name = encoding.replace("utf-16-le", "utf-16").replace("utf-16-be", "utf-16").upper()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        expected = "neither UTF-8 nor cp1252" if encoding == "cp1252" else f"not whole {name}"
        raise ExportError(
            f"{path} is {expected}, from byte {error.start} on: save it as UTF-8"
        ) from None
    if encoding == "cp1252":
        return text, [
            f"{path} is not UTF-8. It is read as cp1252, the encoding of Western Windows. "
            "`supportvector predict` needs it as UTF-8"
        ]
    return text, [] if encoding == "utf-8" else [f"{path} is read as {name}"]


def _decompress(data, path):
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        raise ExportError(
            f"{path} is not a whole gzip file: fetch it again, or unpack it first"
        ) from None
