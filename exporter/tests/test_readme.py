"""The code blocks of exporter/README.md run as they stand."""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys

PACKAGES = {"skops": "skops", "mlflow": "mlflow|--best-of"}
"""Words of the blocks that need a package."""
FOLDER = pathlib.Path(__file__).parent.parent


FILES = """
import joblib

joblib.dump(pipeline, "pipeline.joblib")
X.assign(target=y).to_csv("rows.csv", index=False)
numbers = X[["Age", "Distance (km)"]].to_numpy()
joblib.dump(make_pipeline(SimpleImputer(), SVR()).fit(numbers, y), "array.joblib")
"""
PARTS = """
joblib.dump(scaler, "scaler.joblib")
joblib.dump(svr, "svr.joblib")
joblib.dump(y_scaler, "y_scaler.joblib")
"""


def blocks(language):
    """Returns the blocks that run with the packages that are installed."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [
        block
        for block in found
        if not any(
            re.search(words, block) and not importlib.util.find_spec(name)
            for name, words in PACKAGES.items()
        )
    ]


def test_the_code_blocks(tmp_path):
    """Each block of Python continues the one before it. Commands run in their order, too."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(FOLDER),
        "MLFLOW_TRACKING_URI": "sqlite:///runs.db",
    }
    first, *others = blocks("python")
    script = "\n".join([first, FILES, *others, PARTS])
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
    in_python = json.loads((tmp_path / "model.json").read_text())
    assert in_python["metadata"]["unit"] == "hours"
    commands = [block for block in blocks("sh") if block.startswith("supportvector-export ")]
    written = []
    for command in commands:
        (tmp_path / "model.json").unlink()
        command = command.replace(
            "supportvector-export ", f"{sys.executable} -m supportvector_export ", 1
        )
        subprocess.run(command, shell=True, cwd=tmp_path, env=environment, check=True)
        written.append(json.loads((tmp_path / "model.json").read_text()))
    assert written[0]["regressor"] == in_python["regressor"]
    assert [entry["name"] for entry in written[1]["inputs"]] == ["Age", "Distance (km)"]
    composed = json.loads((tmp_path / "composed.json").read_text())
    assert written[2]["regressor"] == composed["regressor"]
    if importlib.util.find_spec("mlflow"):
        [tracked] = [file for file in written if "training_date" in file["metadata"]]
        assert tracked["metadata"]["metrics"] == {"test_mae": 2.3}
        assert tracked["inputs"] == in_python["inputs"]
