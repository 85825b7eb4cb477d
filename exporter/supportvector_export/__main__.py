"""The command `supportvector-export`, also `python3 -m supportvector_export`."""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .compose import compose
from .conversion import convert_pipeline
from .csv_text import read_text
from .errors import ExportError
from .export import export_pipeline
from .parts import find_parts, join_parts
from .releases import find_other, naming_release
from .rows import read_rows
from .saved import read_saved
from .text import write_model
from .version import __version__

EPILOG = """\
Loading PIPELINE runs code. A joblib or pickle file can do anything that you can do, so load only
files that you trust.

The model file contains training data. Its support vectors are transformed rows of the training
data. It also holds up to four rows of the sample as they are: three rows, and the first row with a
missing value. A KNNImputer adds all rows that it was fitted on. Share the file only with people who
may see these rows.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    options = _parser().parse_args(arguments)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        # Of two parts, one may be fitted on a DataFrame. `compose` compares what names they have.
        warnings.filterwarnings("ignore", "X (has|does not have valid) feature names")
        return _export(options)


def _export(options):
    targets = options.target
    clip = (options.clip_min, options.clip_max)
    try:
        parts = _read_parts(options)
        for note in parts.notes:
            _say(note)
        pipeline = compose(parts.steps, target_transformer=parts.target_transformer)
        with naming_release(parts.fitted_version):
            conversion = convert_pipeline(pipeline)
        rows = read_rows(
            options.sample,
            conversion,
            names=_read_names(options.names) if options.names else parts.names,
            delimiter=options.delimiter,
            decimal={"point": ".", "comma": ","}[options.decimal],
        )
        for note in rows.notes:
            _say(note)
        model = export_pipeline(
            pipeline,
            rows.X,
            names=rows.names,
            name=options.name,
            description=options.description,
            target=targets[0] if targets and len(targets) == 1 else targets,
            unit=options.unit,
            clip=None if clip == (None, None) else clip,
            metrics=dict(options.metric),
            training_date=options.training_date,
            training_samples=options.training_samples,
            test_samples=options.test_samples,
            allow_uncompared=options.allow_uncompared,
            fitted_version=parts.fitted_version,
        )
        write_model(model, options.output)
    except (ExportError, OSError) as error:
        _say(error)
        return 1
    inputs, features = len(model["inputs"]), len(model["feature_names_out"])
    print(f"{options.output}: {inputs} inputs, {features} features, {model['regressor']['type']}")
    return 0


def _show_warning(message, *_):
    _say(f"warning: {message}")


def _say(message):
    print(f"supportvector-export: {message}", file=sys.stderr)


def _read_parts(options):
    """Reads the files of the model, each of which holds one part of it or several."""
    files = [
        find_parts(read_saved(path, options.trust), path, Path(path).stem)
        for path in options.pipeline
    ]
    parts = join_parts(files)
    if options.target_transformer is None:
        return parts
    if parts.target_transformer is not None:
        raise ExportError("--target-transformer: the files of the model hold one already")
    target = read_saved(options.target_transformer, options.trust)
    return replace(
        parts,
        target_transformer=target.pipeline,
        fitted_version=find_other([parts.fitted_version, target.fitted_version]),
    )


def _parser():
    parser = argparse.ArgumentParser(
        prog="supportvector-export",
        description="Writes a fitted scikit-learn SVR pipeline as a supportvector model file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "pipeline",
        nargs="+",
        metavar="PIPELINE",
        help="fitted pipeline, saved by joblib, pickle, cloudpickle (loading it runs code) or "
        "skops. Or its parts in their order: transformers, and a regressor at the end",
    )
    parser.add_argument(
        "--target-transformer",
        metavar="FILE",
        help="fitted transformer of the target, whose inverse is applied to the prediction",
    )
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="TYPE",
        help="type that a skops file may hold (may be repeated)",
    )
    parser.add_argument(
        "--sample",
        required=True,
        metavar="CSV",
        help="rows that the pipeline can predict, usually the training rows",
    )
    parser.add_argument(
        "--names",
        metavar="A,B,C",
        help="names of the inputs of a pipeline that was fitted on an array, in its order, or "
        "@FILE with these names (default: the header of the sample)",
    )
    parser.add_argument(
        "--delimiter",
        type=_delimiter,
        metavar="CHARACTER",
        help="character between the fields of the sample, or tab (default: found in the header)",
    )
    parser.add_argument(
        "--decimal",
        choices=["point", "comma"],
        default="point",
        help="decimal sign of the numbers in the sample",
    )
    parser.add_argument("--output", required=True, metavar="JSON", help="model file to write")
    parser.add_argument("--name", help="name of the model")
    parser.add_argument(
        "--description", help="what the model predicts, for whom and from what data"
    )
    parser.add_argument(
        "--target",
        action="append",
        help="name of the predicted quantity (once per target of a MultiOutputRegressor)",
    )
    parser.add_argument("--unit", help="unit of the prediction")
    parser.add_argument("--clip-min", type=float, metavar="NUMBER", help="smallest prediction")
    parser.add_argument("--clip-max", type=float, metavar="NUMBER", help="largest prediction")
    parser.add_argument(
        "--metric",
        action="append",
        default=[],
        type=_metric,
        metavar="NAME=NUMBER",
        help="measured quality (may be repeated)",
    )
    parser.add_argument("--training-date", metavar="DATE", help="date of the training, ISO 8601")
    parser.add_argument("--training-samples", type=int, metavar="N", help="number of training rows")
    parser.add_argument("--test-samples", type=int, metavar="N", help="number of test rows")
    parser.add_argument(
        "--allow-uncompared",
        action="store_true",
        help="export even if rounding or ties decide the result of more than 1 %% of the sample",
    )
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _read_names(text):
    """Returns names from CSV text, or from the lines of @FILE."""
    if text.startswith("@"):
        text, _ = read_text(text[1:])
    return [name.strip() for row in csv.reader(io.StringIO(text, newline="")) for name in row]


def _delimiter(text):
    character = "\t" if text in ("tab", "\\t") else text
    if not re.fullmatch(r"""[^\w\s"'.+-]|[\t_]""", character):
        raise argparse.ArgumentTypeError(f"expected one punctuation character or tab, got {text!r}")
    return character


def _metric(text):
    name, _, number = text.partition("=")
    return name, float(number)


if __name__ == "__main__":
    sys.exit(main())
