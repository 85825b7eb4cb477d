#!/usr/bin/env bash
# evidently 0.7.23, scipy 1.15.3, pandas 2.2.3.
#
# Expected: one row of 1,000 with a category that the reference lacks is no drift. A χ² test of both
# samples (`scipy.stats.chi2_contingency`) gives p = 0.61. Seen: Evidently's test for categories, its
# default for up to 1,000 rows, gives p = 0 and reports drift. It takes the shares of the reference
# for the truth, so the new category is expected 0 times, and the statistic is infinite. With the row
# left out, both find no drift.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet evidently==0.7.23 scipy==1.15.3 pandas==2.2.3
cat >compare.py <<'PY'
import warnings

import pandas
from evidently.legacy.calculations.stattests import chi_stat_test
from evidently.legacy.core import ColumnType
from scipy.stats import chi2_contingency

warnings.simplefilter("ignore")
reference = pandas.Series(["a"] * 500 + ["b"] * 500)
for name, counts in {"as before": [500, 500], "one new": [500, 499, 1]}.items():
    current = pandas.Series([c for c, n in zip("abc", counts) for _ in range(n)])
    p_value, drift = chi_stat_test.func(reference, current, ColumnType.Categorical, 0.05)
    table = [[500, 500, 0][: len(counts)], counts]
    scipy_p = chi2_contingency(table, correction=False).pvalue
    print(f"{name}: Evidently p = {p_value:.2f}, drift {bool(drift)}, scipy p = {scipy_p:.2f}")
PY
venv/bin/python compare.py 2>/dev/null | tee seen
diff seen - <<'TXT'
as before: Evidently p = 1.00, drift False, scipy p = 1.00
one new: Evidently p = 0.00, drift True, scipy p = 0.61
TXT
echo "as described"
