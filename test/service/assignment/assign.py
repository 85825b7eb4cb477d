"""Assigns subjects to variants as docs/service.md says, and writes assignments.json."""

import hashlib
import json
import math
import platform
from pathlib import Path


def variant_of(subject, weights, experiment="default"):
    def draw(name):
        digest = hashlib.sha256(f"{experiment}/{name}/{subject}".encode()).hexdigest()
        return -math.log((int(digest[:13], 16) + 0.5) / 2**52) / weights[name]

    return min((name for name in weights if weights[name] > 0), key=draw)


SUBJECTS = ["user-1", "user-2", "36", "3.5", "true", "Åsa", "人", "a/b", " ", *map(str, range(91))]
SPLITS = [
    {"champion": 90, "challenger": 10},
    {"champion": 50, "challenger": 50},
    {"a": 1, "b": 2.5, "c": 1e-3, "d": 0},
    {"champion": 0, "challenger": 1e300},
]

if __name__ == "__main__":
    cases = []
    for experiment in ("default", "2026/12"):
        for weights in SPLITS:
            variants = [variant_of(subject, weights, experiment) for subject in SUBJECTS]
            cases.append({"experiment": experiment, "weights": weights, "variants": variants})
    written = {"python": platform.python_version(), "subjects": SUBJECTS, "cases": cases}
    text = json.dumps(written, ensure_ascii=False)
    Path(__file__).with_name("assignments.json").write_text(text + "\n", encoding="utf8")
