"""The errors of export_pipeline. No model file is written when one of them is raised."""


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


class IrreproducibleError(ExportError):
    """Rounding decides the result of every sample row, so another machine may compute another."""


class NonFiniteError(ExportError):
    """A feature of a sample row is infinite or missing, where the model would refuse the row."""


class DisagreementError(ExportError):
    """The finished model file and the pipeline differ on a sample row."""
