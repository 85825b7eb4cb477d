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

from .calibration import calibrate
from .calibration_parameters import METHODS
from .compose import compose
from .conversion import convert_pipeline
from .csv_text import read_text
from .errors import ExportError
from .export import export_pipeline
from .mlflow_models import find_best, load_tracked, log_back
from .parts import find_parts, join_parts
from .releases import find_other, naming_release
from .rows import read_rows
from .saved import read_saved
from .text import write_model
from .version import __version__

EPILOG = """\
Loading PIPELINE runs code. A joblib or pickle file can do anything that you can do, so load only
files that you trust. This holds for the models of MLflow, too. A skops file runs no code.

The model file contains training data. Its support vectors are transformed rows of the training
data. It also holds rows of the sample as they are: 20 for explanations (--no-background leaves them
out), three that prove it, and the first row with a missing value. A KNNImputer adds all rows that
it was fitted on. The reference for monitors names each category of the rows that it counts, even
one that a single row has. Share the file only with people who may see all this.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    options = _parse(arguments)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        # Of two parts, one may be fitted on a DataFrame. `compose` compares what names they have.
        warnings.filterwarnings("ignore", "X (has|does not have valid) feature names")
        return _export(options)


def _export(options):
    try:
        tracked = _find_tracked(options)
        parts = _read_parts(options, tracked)
        for note in parts.notes:
            _say(note)
        pipeline = compose(parts.steps, target_transformer=parts.target_transformer)
        names = _read_names(options.names) if options.names else parts.names
        with naming_release(parts.fitted_version):
            conversion = convert_pipeline(pipeline)
        X, names, booleans = _read_sample(options, tracked, conversion, names)
        model = export_pipeline(
            pipeline,
            X,
            names=names,
            **_metadata(options, tracked),
            allow_uncompared=options.allow_uncompared,
            fitted_version=parts.fitted_version,
            **_read_reference(options, conversion, names),
            background=_read_background(options, conversion, names),
            intervals=_calibrate(options, pipeline, conversion, names),
        )
        for described in model["inputs"]:
            if described["name"] in booleans:
                described["boolean"] = True
        write_model(model, options.output)
        if options.log_back:
            _say(f"logged as {log_back(tracked, options.output)}")
    except (ExportError, OSError) as error:
        _say(error)
        return 1
    inputs, features = len(model["inputs"]), len(model["feature_names_out"])
    regressor = model["regressor"]
    if regressor["type"] == "Pipeline":  # the length scale of a GaussianProcessRegressor is a step
        regressor = regressor["regressor"]
    print(f"{options.output}: {inputs} inputs, {features} features, {regressor['type']}")
    return 0


def _show_warning(message, *_):
    _say(f"warning: {message}")


def _say(message):
    print(f"supportvector-export: {message}", file=sys.stderr)


def _find_tracked(options):
    """Returns the model that MLflow tracks, or None where files hold the model."""
    if options.pipeline:
        return None
    uri, notes = options.mlflow, []
    if options.best_of:
        [metric] = [name for name, number in options.metric if number is None]
        uri, notes = find_best(options.best_of, metric, options.maximize)
    tracked = load_tracked(uri)
    for note in [*notes, *tracked.notes]:
        _say(note)
    if options.log_back and tracked.run_id is None:
        raise ExportError(f"--log-back: {uri} belongs to no run")
    return tracked


def _read_parts(options, tracked):
    """Reads the parts of the model from MLflow, or from files with one part or several."""
    if tracked:
        parts = find_parts(tracked.loaded, tracked.uri, "model")
    else:
        files = [(read_saved(path, options.trust), path) for path in options.pipeline]
        parts = join_parts([find_parts(loaded, path, Path(path).stem) for loaded, path in files])
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


def _read_sample(options, tracked, conversion, names):
    """Returns the sample rows, the names of the inputs, and which of them hold True and False."""
    if options.sample is None:
        if tracked.sample is None:
            raise ExportError(f"{tracked.uri} has no input example: name rows by --sample CSV")
        _say(
            f"the sample is the input example of {tracked.uri}. Training rows give better ranges: "
            "--sample CSV"
        )
        return tracked.sample, names, set()
    rows = _read_rows(options.sample, options, conversion, names)
    return rows.X, rows.names, rows.booleans


def _read_reference(options, conversion, names):
    """Returns the rows that the reference counts, and the held-out rows with actual values."""
    chosen = {"reference": not options.no_reference}
    if options.reference:
        chosen["reference"] = _read_rows(options.reference, options, conversion, names).X
    if options.held_out:
        actual = options.actual or options.target
        rows = _read_rows(options.held_out, options, conversion, names, actual)
        chosen["held_out"] = rows.X, rows.actual
    return chosen


def _read_background(options, conversion, names):
    """Returns the rows of the background, their number, or whether there are any."""
    if options.background:
        return _read_rows(options.background, options, conversion, names).X
    if options.background_rows is not None:
        return options.background_rows
    return not options.no_background


def _calibrate(options, pipeline, conversion, names):
    """Returns the calibration of prediction intervals, None where none is asked for."""
    if not options.calibrate:
        return None
    actual = options.actual or options.target
    rows = _read_rows(options.calibrate, options, conversion, names, actual)
    return calibrate(
        pipeline,
        rows.X,
        rows.actual,
        method=options.calibration_method,
        score=options.score,
        by=options.by,
    )


def _read_rows(path, options, conversion, names, actual=()):
    rows = read_rows(
        path,
        conversion,
        names=names,
        delimiter=options.delimiter,
        decimal={"point": ".", "comma": ","}[options.decimal],
        actual=actual,
    )
    for note in rows.notes:
        _say(note)
    return rows


def _metadata(options, tracked):
    """Returns what the model file says about the model. Options come before what MLflow knows."""
    targets, clip = options.target, (options.clip_min, options.clip_max)
    measured = {name: number for name, number in options.metric if number is not None}
    return {
        "name": options.name or (tracked and tracked.name),
        "description": options.description,
        "target": targets[0] if targets and len(targets) == 1 else targets,
        "unit": options.unit,
        "clip": None if clip == (None, None) else clip,
        "metrics": {**(tracked.metrics if tracked else {}), **measured},
        "training_date": options.training_date or (tracked and tracked.training_date),
        "training_samples": options.training_samples,
        "test_samples": options.test_samples,
    }


def _parse(arguments):
    """Returns the options. Exits where they do not go together."""
    parser = _parser()
    options = parser.parse_args(arguments)
    sources = [bool(options.pipeline), options.mlflow is not None, options.best_of is not None]
    if sum(sources) != 1:
        parser.error("expected one of PIPELINE, --mlflow and --best-of")
    bare = [name for name, number in options.metric if number is None]
    if options.best_of and len(bare) != 1:
        parser.error("--best-of: expected one --metric NAME, which the runs are compared by")
    if bare and not options.best_of:
        parser.error("argument --metric: expected NAME=NUMBER. NAME alone needs --best-of")
    if options.pipeline and not options.sample:
        parser.error("the following arguments are required: --sample")
    if options.log_back and options.pipeline:
        parser.error("--log-back: needs --mlflow or --best-of")
    if options.maximize and not options.best_of:
        parser.error("--maximize: needs --best-of")
    if options.held_out and not (options.actual or options.target):
        parser.error("--held-out: needs --actual COLUMN, once per target")
    if options.calibrate and not (options.actual or options.target):
        parser.error("--calibrate: needs --actual COLUMN, once per target")
    if options.actual and not (options.held_out or options.calibrate):
        parser.error("--actual: needs --held-out or --calibrate")
    if options.no_reference and (options.reference or options.held_out):
        parser.error("--no-reference: leaves out what --reference and --held-out ask for")
    if options.no_background and (options.background or options.background_rows is not None):
        parser.error("--no-background: leaves out what --background and --background-rows ask for")
    if options.background and options.background_rows is not None:
        parser.error("--background-rows: chooses rows of the sample. Leave out --background")
    return options


def _parser():
    parser = argparse.ArgumentParser(
        prog="supportvector-export",
        description="Writes a fitted scikit-learn SVR pipeline as a supportvector model file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "pipeline",
        nargs="*",
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
        "--mlflow",
        metavar="URI",
        help="model that MLflow tracks, such as models:/name/version or runs:/ID/model",
    )
    parser.add_argument(
        "--best-of",
        metavar="EXPERIMENT",
        help="experiment of MLflow whose best run has the model, by the metric --metric NAME",
    )
    parser.add_argument(
        "--maximize",
        action="store_true",
        help="the best run has the largest metric, not the smallest",
    )
    parser.add_argument(
        "--log-back",
        action="store_true",
        help="log the model file as an artifact of the run that logged the model",
    )
    parser.add_argument(
        "--sample",
        metavar="CSV",
        help="rows that the pipeline can predict, usually the training rows "
        "(default: the input example of a model that MLflow tracks)",
    )
    parser.add_argument(
        "--reference",
        metavar="CSV",
        help="rows that a monitor compares live records with, best the training rows (default: the "
        "sample)",
    )
    parser.add_argument(
        "--no-reference",
        action="store_true",
        help="leave out the reference, which names each category that occurs",
    )
    parser.add_argument(
        "--held-out",
        metavar="CSV",
        help="rows that the pipeline was not fitted on, with their actual values. The reference "
        "gets the errors of the predictions",
    )
    parser.add_argument(
        "--actual",
        action="append",
        metavar="COLUMN",
        help="column of --held-out and --calibrate with the actual values (once per target, "
        "default: --target)",
    )
    parser.add_argument(
        "--calibrate",
        metavar="CSV",
        help="rows with their actual values that prediction intervals are calibrated on",
    )
    parser.add_argument(
        "--calibration-method",
        choices=METHODS,
        default="cross",
        help="cross: the rows are the training rows, and clones of the pipeline are fitted again "
        "without a fold each (default). split: the pipeline was not fitted on the rows",
    )
    parser.add_argument(
        "--score",
        choices=["absolute", "signed"],
        default="absolute",
        help="whether both ends of an interval have the same distance (default: absolute)",
    )
    parser.add_argument(
        "--by",
        metavar="INPUT",
        help="input whose categories have intervals of their own",
    )
    parser.add_argument(
        "--background",
        metavar="CSV",
        help="rows that an explanation compares a record with. The model file holds them as they "
        "are (default: 20 rows of the sample that stand for all)",
    )
    parser.add_argument(
        "--background-rows",
        type=int,
        metavar="N",
        help="number of rows of the sample in the background (20)",
    )
    parser.add_argument(
        "--no-background",
        action="store_true",
        help="leave out the background, which holds rows as they are",
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
        help="name of the predicted quantity (once per target)",
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
        help="measured quality (may be repeated), or the name of the metric of --best-of",
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
    """Returns (name, number). The number is None for a name alone."""
    name, equals, number = text.partition("=")
    return name, float(number) if equals else None


if __name__ == "__main__":
    sys.exit(main())
