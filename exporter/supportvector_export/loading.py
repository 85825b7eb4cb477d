"""Saved pipelines: files of joblib.dump or pickle.dump, and why one cannot be loaded."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import pathlib
import re
import warnings
import zlib
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
import sklearn

from .errors import ExportError, ReleaseError
from .releases import advise, describe, is_other

DECOMPRESSORS = {
    b"x\x01": zlib.decompress,
    b"x\x5e": zlib.decompress,
    b"x\x9c": zlib.decompress,
    b"x\xda": zlib.decompress,
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
    b"\x5d\x00\x00": lzma.decompress,
}
"""By the first bytes of a file that joblib compressed."""
FOREIGN = {
    b"version https://git-lfs": "is a pointer of Git LFS: `git lfs pull` gets the file itself",
    b"PK\x03\x04": "is a zip archive, such as skops, Keras and PyTorch write",
    b"\x89HDF": "is an HDF5 file, such as Keras writes",
}
"""By the first bytes of a file that holds no pickle: what it is instead."""
VERSION = re.compile(
    rb"_sklearn_version.{1,16}?(\d+\.\d+(?:\.\d+)*(?:\.?(?:a|b|rc|dev|post)\d+)*)", re.DOTALL
)
"""The release in a pickle. Up to 16 bytes of opcodes separate the key from the value."""

DISTRIBUTIONS = {
    "cloudpickle": "cloudpickle",
    "daal4py": "scikit-learn-intelex",
    "imblearn": "imbalanced-learn",
    "sklearnex": "scikit-learn-intelex",
}
"""Packages by their modules, whose objects the exporter can read."""


@dataclass(frozen=True)
class Loaded:
    """A saved pipeline."""

    pipeline: Any
    """Whatever the file holds."""
    fitted_version: str | None
    """The release of scikit-learn that saved it, and fitted it in all likelihood.

    None where nobody knows it.
    """


def load_pipeline(path: str) -> Loaded:
    """Loads a file of joblib.dump or pickle.dump, which runs the code in it.

    Raises
    ------
    ReleaseError
        The file comes from another release of scikit-learn, which this one cannot load.
    ExportError
        The file cannot be loaded for another reason, which the message names.
    OSError
        The file cannot be read.

    Warns
    -----
    UserWarning
        The file comes from another release of scikit-learn.
    """
    with open(path, "rb"):  # a folder, or no file at all
        pass
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            pipeline = joblib.load(path)
    except Exception as error:  # the code in the file may raise anything
        raise _explain(path, error) from error
    fitted_version = sklearn.__version__
    for warning in caught:
        # scikit-learn 1.3 gave this warning a class of its own, with the same words.
        found = re.match(
            r"Trying to unpickle estimator \S+ from version (\S+)", str(warning.message)
        )
        if found:
            fitted_version = found[1]
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    if is_other(fitted_version):
        warnings.warn(
            f"{path}: fitted with scikit-learn {fitted_version}, this is {sklearn.__version__}. "
            "The model file predicts what this release predicts",
            UserWarning,
            stacklevel=2,
        )
    return Loaded(pipeline, fitted_version)


def _explain(path, error):
    """Returns the error to raise instead of the one that loading the file raised."""
    reason = describe(error)
    data = _decompress(pathlib.Path(path).read_bytes())
    if data is None or _is_cut_off(data, error):
        return ExportError(f"{path}: is cut off, so copy or save it again ({reason})")
    foreign = _describe_foreign(data)
    if foreign:
        return ExportError(f"{path}: {foreign}. Expected a file of joblib.dump or pickle.dump")
    module, name = _find_missing(error)
    package = (module or "").partition(".")[0]
    fitted_version = _find_version(data)
    if package and package not in ("sklearn", "numpy", "scipy", "joblib"):
        return ExportError(_describe_missing(path, module, name))
    if package == "numpy" and not is_other(fitted_version):
        return ReleaseError(
            f"{path}: saved with another release of numpy than {np.__version__}: "
            f"export it where it was trained, or with that release ({reason})"
        )
    if package or is_other(fitted_version):
        return ReleaseError(f"{path}: {advise(fitted_version)} ({reason})")
    return ExportError(f"{path}: cannot be loaded: {reason}")


def _decompress(data):
    """Returns the bytes of the pickle, and None where their compressed form is cut off."""
    for start, decompress in DECOMPRESSORS.items():
        if data.startswith(start):
            try:
                return decompress(data)
            except (EOFError, OSError, ValueError, lzma.LZMAError, zlib.error):
                return None
    return data


def _is_cut_off(data, error):
    words = ("truncated", "exhausted", "EOF")
    return data.startswith(b"\x80") and (
        not data.endswith(b".")
        or isinstance(error, EOFError)
        or any(word in str(error) for word in words)
    )


def _describe_foreign(data):
    """Returns what the file is instead of a pickle, and None for a pickle."""
    if not data:
        return "is empty"
    for start, words in FOREIGN.items():
        if data.startswith(start):
            return words
    # Pickles begin with their protocol, apart from very old ones, and end with a full stop.
    if data.startswith(b"\x80") or data.endswith(b"."):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:1000])
    except UnicodeDecodeError:
        return "holds no pickle"
    return "is a text file"


def _find_missing(error):
    """Returns (module, name) of what the pickle refers to and this Python does not have.

    The name is None where the whole module is missing. Both are None for another error.
    """
    if isinstance(error, ModuleNotFoundError):
        return error.name, None
    found = re.match(r"Can't get attribute '([^']+)' on <module '([^']+)'", str(error))
    return (found[2], found[1]) if found else (None, None)


def _describe_missing(path, module, name):
    only = "The exporter supports no classes but scikit-learn's, as its pages list them"
    distribution = DISTRIBUTIONS.get(module.partition(".")[0])
    if name is None and distribution:
        return f"{path}: needs the module {module!r}: pip install {distribution}"
    if name is None:
        return f"{path}: needs the module {module!r}, which is not installed here. {only}"
    if module.endswith("__main__"):
        return f"{path}: needs {name!r} of the script that saved it. {only}"
    return f"{path}: needs {name!r}, which the module {module!r} does not have here. {only}"


def _find_version(data):
    """Returns the release that a pickle names, and None where it names none."""
    found = VERSION.search(data)
    return found and found[1].decode()
