"""What export_pipeline raises. Nothing is written when one of these is raised."""


class ExportError(ValueError):
    """The pipeline or the sample cannot become a model file."""


class UnsupportedStepError(ExportError):
    """A part of the pipeline that a model file cannot express.

    Attributes: path (of the step, names joined by " > "), class_name, reason.
    """

    def __init__(self, path, step, reason="is not supported"):
        self.path = path
        self.class_name = (
            step if isinstance(step, str) else f"{type(step).__module__}.{type(step).__qualname__}"
        )
        self.reason = reason
        super().__init__(f"{path}: {self.class_name} {reason}")


class IrreproducibleError(ExportError):
    """Rounding alone decides what the pipeline makes of every sample row, so that no other machine need agree with this one."""


class NonFiniteError(ExportError):
    """The pipeline makes something infinite or undefined of a sample row, and predicts it all the same; a model file refuses such a row."""


class DisagreementError(ExportError):
    """The finished model file does not mean what the pipeline computes on the sample rows."""
