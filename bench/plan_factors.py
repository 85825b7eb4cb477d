"""Plans the factors of model files that the bench makes up, as the exporter plans them.

    plan_factors.py < PROBLEM

Reads JSON: the `blocks` of support vectors, and the `inputs` of the columns. Writes the factors, or
null.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "exporter"))

import numpy as np

from supportvector_export.factors import plan_factors

problem = json.load(sys.stdin)
columns = []
for block in problem["blocks"]:
    rows = np.array(block["rows"], dtype=np.float64)
    columns += zip(block["columns"], rows[block.get("index", slice(None))].T)
vectors = np.column_stack([values for _, values in sorted(columns, key=lambda column: column[0])])
order = [column for block in problem["blocks"] for column in block["columns"]]
json.dump(plan_factors(vectors, problem["inputs"], order), sys.stdout)
