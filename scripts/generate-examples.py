"""Writes scripts/examples.json: scikit-learn's predictions of the example record by reason.

python3 scripts/generate-examples.py --absenteeism absenteeism.joblib
"""

import argparse
import json
import pathlib

import joblib
import pandas
import sklearn

FOLDER = pathlib.Path(__file__).parent
REASONS = {23: "medical consultation", 19: "injury or poisoning", 9: "circulatory system"}
"""Reasons of the data set, by code and short name."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--absenteeism",
        required=True,
        metavar="JOBLIB",
        help="the included model's pipeline, as exporter/train_absenteeism.py --joblib saves it",
    )
    pipeline = joblib.load(parser.parse_args().absenteeism)
    record = json.loads((FOLDER / "example-record.json").read_text(encoding="utf-8"))
    rows = pandas.DataFrame([{**record, "Reason for absence": reason} for reason in REASONS])
    examples = [
        {"reason": reason, "meaning": meaning, "prediction": prediction}
        for (reason, meaning), prediction in zip(REASONS.items(), pipeline.predict(rows).tolist())
    ]
    document = {"library": f"scikit-learn {sklearn.__version__}", "examples": examples}
    text = json.dumps(document, indent=2)
    (FOLDER / "examples.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
