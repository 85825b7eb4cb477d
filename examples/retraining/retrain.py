"""Trains a model on the latest outcomes in the store.

    python3 retrain.py store.db model.json < event.json

The trigger in triggers.yaml runs it.
"""

import contextlib
import json
import sqlite3
import sys

import pandas
from train import TARGET, train

LATEST = 1500

OUTCOMES = """
    select inputs.inputs, actual.value from actual join inputs using (id)
    where actual.predicted = 1 order by actual.id desc limit ?
"""


def main() -> None:
    """Reads the event and the outcomes, and writes the model file."""
    event = json.load(sys.stdin)
    store, path = sys.argv[1:]
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        outcomes = database.execute(OUTCOMES, [LATEST]).fetchall()
    rows = pandas.DataFrame([{**json.loads(inputs), TARGET: value} for inputs, value in outcomes])
    train(rows, path)
    print(f"{event['id']}: trained on {len(rows)} outcomes")


if __name__ == "__main__":
    main()
