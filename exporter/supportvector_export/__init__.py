"""The exporter: it writes a fitted scikit-learn SVR pipeline as a supportvector model file."""

from .calibration import Calibration, calibrate
from .compose import compose
from .errors import (
    CalibrationError,
    DisagreementError,
    ExportError,
    IrreproducibleError,
    NonFiniteError,
    ReleaseError,
    UncomparedRowsWarning,
    UnsupportedStepError,
)
from .export import export_pipeline
from .text import to_text, write_model
from .version import __version__

__all__ = [
    "Calibration",
    "CalibrationError",
    "DisagreementError",
    "ExportError",
    "IrreproducibleError",
    "NonFiniteError",
    "ReleaseError",
    "UncomparedRowsWarning",
    "UnsupportedStepError",
    "__version__",
    "calibrate",
    "compose",
    "export_pipeline",
    "to_text",
    "write_model",
]
