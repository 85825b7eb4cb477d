"""python3 -m supportvector_export PIPELINE.joblib --sample rows.csv --output model.json"""

import argparse
import sys

import joblib

from .conversion import convert_pipeline
from .errors import ExportError
from .export import export_pipeline
from .rows import read_rows
from .text import write_model
from .version import __version__

EPILOG = """\
Loading PIPELINE runs code: a joblib or pickle file can do anything that you can. Load only files that you trust.

The model file contains the support vectors, which are transformed rows of the training data, and a few rows of the sample as they are.
Share it with those who may see these rows.
"""


def main(arguments=None):
    options = _parser().parse_args(arguments)
    try:
        pipeline = _load(options.pipeline)
        model = export_pipeline(
            pipeline,
            read_rows(options.sample, convert_pipeline(pipeline)),
            name=options.name,
            description=options.description,
            target=options.target[0]
            if options.target and len(options.target) == 1
            else options.target,
            unit=options.unit,
            clip=(options.clip_min, options.clip_max)
            if (options.clip_min, options.clip_max) != (None, None)
            else None,
            metrics=dict(options.metric),
            training_date=options.training_date,
            training_samples=options.training_samples,
            test_samples=options.test_samples,
        )
        write_model(model, options.output)
    except (ExportError, OSError) as error:
        print(f"supportvector_export: {error}", file=sys.stderr)
        return 1
    print(
        f"{options.output}: {len(model['inputs'])} inputs, {len(model['feature_names_out'])} columns, {model['regressor']['type']}"
    )
    return 0


def _load(path):
    try:
        return joblib.load(path)
    except OSError:
        raise
    except Exception as error:  # unpickling runs the file's own code, and so raises anything
        raise ExportError(f"{path}: cannot be loaded: {type(error).__name__}: {error}") from error


def _parser():
    parser = argparse.ArgumentParser(
        prog="python3 -m supportvector_export",
        description="Write a fitted scikit-learn SVR pipeline as a supportvector model file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "pipeline",
        metavar="PIPELINE",
        help="the fitted pipeline, saved by joblib.dump or pickle; loading it runs code",
    )
    parser.add_argument(
        "--sample",
        required=True,
        metavar="CSV",
        help="rows with the training columns: ranges and verification rows come from them",
    )
    parser.add_argument("--output", required=True, metavar="JSON", help="the model file to write")
    parser.add_argument("--name", help="name of the model")
    parser.add_argument("--description", help="what it predicts, for whom, from what data")
    parser.add_argument(
        "--target",
        action="append",
        help="name of the predicted quantity; repeat it for the targets of a MultiOutputRegressor",
    )
    parser.add_argument("--unit", help="unit of the prediction")
    parser.add_argument("--clip-min", type=float, metavar="NUMBER", help="the smallest prediction")
    parser.add_argument("--clip-max", type=float, metavar="NUMBER", help="the largest prediction")
    parser.add_argument(
        "--metric",
        action="append",
        default=[],
        type=_metric,
        metavar="NAME=NUMBER",
        help="a measured quality; repeatable",
    )
    parser.add_argument("--training-date", metavar="DATE", help="ISO 8601")
    parser.add_argument("--training-samples", type=int, metavar="N")
    parser.add_argument("--test-samples", type=int, metavar="N")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _metric(text):
    name, _, number = text.partition("=")
    return name, float(number)


if __name__ == "__main__":
    sys.exit(main())
