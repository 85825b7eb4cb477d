"""Fits all fixtures anew with the installed release of scikit-learn.

    python3 test/python/fit_fixtures.py --output FOLDER

Writes FOLDER/NAME.json for each fixture. FOLDER/results.json lists the failures as [name, error].
"""

import argparse
import json
import pathlib
import sys
import warnings

import sklearn

ROOT = pathlib.Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "exporter"), str(ROOT / "fixtures")]

from generate import fixtures
from supportvector_export import UnsupportedStepError, write_model

RELEASE = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
REFUSED_FROM = {
    "knn_imputer_keeps_empty_column": (1, 6),
    "knn_imputer_without_distances": (1, 6),
}
"""Releases from which scikit-learn computes otherwise, and the exporter refuses a fixture."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    failures = []
    for _, name, build in fixtures():
        is_refused = REFUSED_FROM.get(name, (99,)) <= RELEASE
        try:
            fixture = build()
            if is_refused:
                failures.append([name, "the exporter no longer refuses it: see REFUSED_FROM"])
            write_model(fixture, options.output / f"{name}.json")
        except Exception as error:  # the list of all failures says more than the first
            if not (is_refused and isinstance(error, UnsupportedStepError)):
                failures.append([name, f"{type(error).__name__}: {error}"])
    (options.output / "results.json").write_text(json.dumps({"failures": failures}))


if __name__ == "__main__":
    main()
