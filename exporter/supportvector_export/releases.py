"""The release of scikit-learn that fitted a pipeline, where it is not the installed one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import sklearn

from .errors import ExportError, ReleaseError


def advise(fitted_version: str | None) -> str:
    """Returns what to do with a pipeline that the installed release cannot use.

    The version is None where nobody knows it.
    """
    if is_other(fitted_version):
        return (
            f"fitted with scikit-learn {fitted_version}, this is {sklearn.__version__}: export it "
            f"where it was trained, or with `pip install scikit-learn=={fitted_version}`"
        )
    return (
        f"seems to be fitted with another release of scikit-learn than {sklearn.__version__}: "
        "export it where it was trained"
    )


def is_other(fitted_version: str | None) -> bool:
    """Returns whether the version is known, and not that of the installed release."""
    return fitted_version not in (None, sklearn.__version__)


def find_other(versions: Sequence[str | None]) -> str | None:
    """Returns the first version that is not that of the installed release, if there is one."""
    return next(filter(is_other, versions), versions[0])


@contextlib.contextmanager
def naming_release(fitted_version: str | None, otherwise: str | None = None) -> Iterator[None]:
    """Raises ReleaseError for what an estimator of another release causes.

    Parameters
    ----------
    fitted_version
        The release that fitted the pipeline, None where nobody knows it.
    otherwise
        What else may have gone wrong, where values that the caller gives are read.
    """
    try:
        yield
    except ExportError:
        raise
    # scikit-learn, pandas and numpy raise errors of any class.
    except Exception as error:
        reason = describe(error)
        is_value = otherwise is not None and isinstance(error, (ValueError, KeyError, TypeError))
        if _lacks_attribute(error) or (is_other(fitted_version) and not is_value):
            raise ReleaseError(f"the pipeline: {advise(fitted_version)} ({reason})") from error
        if otherwise is None:
            raise
        if is_other(fitted_version):
            reason += f". If the rows fit, the release does not: {advise(fitted_version)}"
        raise ExportError(f"{otherwise}: {reason}") from error


def describe(error: Exception) -> str:
    """Returns the class and the message of an error, in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _lacks_attribute(error):
    """Returns whether an estimator lacks an attribute that the installed release sets in `fit`."""
    if not isinstance(error, AttributeError):
        return False
    # Python has named the object since 3.10. An estimator may hold objects of scipy.
    module = type(getattr(error, "obj", error)).__module__.partition(".")[0]
    return not hasattr(error, "obj") or module in ("sklearn", "scipy")
