"""The code blocks of exporter/README.md run as they stand."""

import json
import os
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent.parent


def blocks(language):
    return re.findall(
        rf"```{language}\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )


def test_the_code_blocks(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(FOLDER)}
    [script] = blocks("python")
    script += """
import joblib
joblib.dump(pipeline, "pipeline.joblib")
X.to_csv("rows.csv", index=False)
"""
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
    written = json.loads((tmp_path / "model.json").read_text())
    assert written["metadata"]["unit"] == "hours"
    command = blocks("sh")[-1]
    assert command.startswith("supportvector-export ")
    command = command.replace("supportvector-export", f"{sys.executable} -m supportvector_export")
    subprocess.run(command, shell=True, cwd=tmp_path, env=environment, check=True)
    assert json.loads((tmp_path / "model.json").read_text())["regressor"] == written["regressor"]
