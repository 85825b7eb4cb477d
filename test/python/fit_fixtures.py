"""Fits all fixtures anew with the installed release of scikit-learn.

    python3 test/python/fit_fixtures.py --output FOLDER

Writes FOLDER/NAME.json for each fixture. FOLDER/results.json lists the failures as [name, error].
"""

import argparse
import json
import pathlib
import sys
import warnings

ROOT = pathlib.Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "exporter"), str(ROOT / "fixtures")]

from generate import fixtures
from supportvector_export import write_model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    failures = []
    for _, name, build in fixtures():
        try:
            write_model(build(), options.output / f"{name}.json")
        except Exception as error:  # the list of all failures says more than the first
            failures.append([name, f"{type(error).__name__}: {error}"])
    (options.output / "results.json").write_text(json.dumps({"failures": failures}))


if __name__ == "__main__":
    main()
