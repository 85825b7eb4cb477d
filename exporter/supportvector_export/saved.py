"""What a file of a saved model holds: a pickle of any kind, or a skops file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Collection

from .errors import ExportError
from .loading import Loaded, load_pipeline
from .problems import list_problems

HARMLESS = {
    "numpy.dtype",
    "sklearn.metrics._scorer._PassthroughScorer",
    "sklearn.metrics._scorer._passthrough_scorer",
    "sklearn.model_selection._split.KFold",
}
"""Types that skops does not trust by itself: those of a OneHotEncoder and of a GridSearchCV."""


def read_saved(path: str | os.PathLike[str], trusted: Collection[str] = ()) -> Loaded:
    """Returns what a file holds. Loading a pickle runs code, and loading a skops file runs none.

    Parameters
    ----------
    path
        A file of `joblib.dump`, `pickle.dump`, `cloudpickle.dump` or `skops.io.dump`.
    trusted
        The types that a skops file may hold beside those that skops trusts.

    Raises
    ------
    ExportError
        The file cannot be loaded, or is of a format that no model can be read from.
    OSError
        The file cannot be opened.
    """
    with open(path, "rb") as file:
        head = file.read(256)
    if str(path).endswith(".onnx") or (head.startswith(b"\x08") and b"onnx" in head):
        raise ExportError(
            f"{path} is an ONNX file. It holds float32 operations in place of the pipeline and its "
            "float64 numbers. Export the pipeline that it was converted from: save that by "
            "joblib.dump"
        )
    if zipfile.is_zipfile(path):
        return _read_skops(path, trusted)
    return load_pipeline(os.fspath(path))


def _read_skops(path, trusted):
    try:
        from skops import io
    except ImportError:
        raise ExportError(f"{path} looks like a skops file: pip install skops") from None
    try:
        unknown = sorted(set(io.get_untrusted_types(file=path)))
        untrusted = [name for name in unknown if name not in HARMLESS.union(trusted)]
        if not untrusted:
            return Loaded(io.load(path, trusted=unknown), None)
    except Exception as error:  # skops raises errors of any class for a file that is not its own
        reason = f"{type(error).__name__}: {error}"
        raise ExportError(f"{path}: cannot be loaded by skops: {reason}") from error
    raise ExportError(
        list_problems(
            str(path),
            [f"the type {name} is not trusted. Allow it by --trust {name}" for name in untrusted],
        )
    )
