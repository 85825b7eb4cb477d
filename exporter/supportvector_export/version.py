"""The version of this package, which a model file names."""

__version__ = "0.1.0"
