import json
import sys
from pathlib import Path

import joblib
import pandas as pd

folder = Path(sys.argv[1])
pipeline = joblib.load(folder / "pipeline.joblib")
pipeline.predict(pd.DataFrame(json.loads((folder / "record.json").read_text("utf8")), index=[0]))
