"""The errors and warnings of export_pipeline. No model file is written after an error."""


class ExportError(ValueError):
    """The pipeline or the sample cannot become a model file."""


class UnsupportedStepError(ExportError):
    """A model file cannot express a part of the pipeline.

    Attributes
    ----------
    path : str
        The names that lead to the part, joined by " > ".
    class_name : str
        The class of the part, with its module.
    reason : str
        What is not supported.
    """

    def __init__(self, path: str, step: object, reason: str = "is not supported") -> None:
        self.path = path
        self.class_name = (
            step if isinstance(step, str) else f"{type(step).__module__}.{type(step).__qualname__}"
        )
        self.reason = reason
        super().__init__(f"{path}: {self.class_name} {reason}")


class ReleaseError(ExportError):
    """Another release of scikit-learn fitted the pipeline, and this one cannot use it."""


class IrreproducibleError(ExportError):
    """Rounding or ties decide the results of too many sample rows to compare the others."""


class NonFiniteError(ExportError):
    """A feature of a sample row is infinite or missing, where the model would refuse the row."""


class DisagreementError(ExportError):
    """The finished model file and the pipeline differ on a sample row."""


class CalibrationError(ExportError):
    """Rows cannot calibrate prediction intervals, or do not fit the exported pipeline."""


class UncomparedRowsWarning(UserWarning):
    """Rounding or ties decide the results of some sample rows, so these were not compared."""
