"""Writes the rows of the example, in order of time.

    python3 rows.py FOLDER [--data Absenteeism_at_work.csv]

training.csv has the first rows. traffic.ndjson has the later ones, as records and what came true.
After the later rows, the work changes: people live farther away, and absences take longer. Without
--data, the rows are made up. The data set is "Absenteeism at work" (Martiniano, Ferreira and Sassi,
UCI Machine Learning Repository, CC BY 4.0, DOI 10.24432/C5X882).
"""

import argparse
import json
import pathlib

import numpy as np
import pandas

TARGET = "Hours"
SUBJECT = "ID"
DISTANCE = "Distance (km)"
TRAINING, LATER, SHIFTED = 500, 240, 20_000
EMPLOYEES = 5000


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--data", metavar="CSV", help="Absenteeism_at_work.csv, comma-separated")
    options = parser.parse_args()
    random = np.random.RandomState(0)
    rows = read(options.data) if options.data else make_up(random, TRAINING + LATER)
    later = rows[TRAINING:]
    changed = change(rows.iloc[random.randint(0, len(rows), SHIFTED)], random)
    traffic = pandas.concat([later, changed])
    # Many employees, so that each has few absences: the errors of one employee are alike.
    traffic[SUBJECT] = random.randint(0, EMPLOYEES, len(traffic)).astype(str)
    rows[:TRAINING].to_csv(options.folder / "training.csv", index=False)
    with open(options.folder / "traffic.ndjson", "w") as file:
        for row in traffic.to_dict("records"):
            actual = row.pop(TARGET)
            file.write(json.dumps({"record": row, "actual": actual}) + "\n")


def read(path: str) -> pandas.DataFrame:
    """Returns the rows of the data set, which are in order of time."""
    rows = pandas.read_csv(path).rename(columns=str.strip)
    names = {
        "Distance from Residence to Work": DISTANCE,
        "Absenteeism time in hours": TARGET,
    }
    return rows.drop(columns=[SUBJECT]).rename(columns=names).astype(float)


def make_up(random: np.random.RandomState, count: int) -> pandas.DataFrame:
    """Returns made-up rows."""
    shifts = random.choice(["early", "late", "night"], count)
    distances = random.uniform(1, 60, count).round(1)
    ages = random.choice([25.0, 31, 38, 41, 59], count)
    hours = 2 + 0.05 * distances + 3 * (shifts == "night") + random.gamma(2, 1, count)
    return pandas.DataFrame({"Age": ages, "Shift": shifts, DISTANCE: distances, TARGET: hours})


def change(rows: pandas.DataFrame, random: np.random.RandomState) -> pandas.DataFrame:
    """Returns rows of another time: 40 km more, and longer absences."""
    return rows.assign(
        **{
            DISTANCE: rows[DISTANCE] + 40,
            TARGET: 6 + 1.5 * rows[TARGET] + random.gamma(2, 1, len(rows)),
        }
    )


if __name__ == "__main__":
    main()
