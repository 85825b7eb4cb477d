#!/usr/bin/env bash
# SQLite 3.42.0, 3.45.1 (that of libsql 0.5.29 and of Ubuntu 24.04) and 3.50.4, by apsw.
#
# Expected: a double that Python writes as JSON comes back from `json_each` with the same bits. Seen:
# of 100,000 numbers, 3.42.0 reads 8 and 3.45.1 reads 12 as a neighbouring double, and the same
# numbers by `cast(… as real)`. 3.50.4 reads all of them right. A bound parameter keeps its bits in
# each.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >read.py <<'PY'
import json
import random

import apsw

draw = random.Random(1)
numbers = [100 * draw.random() for _ in range(100_000)]
db = apsw.Connection(":memory:")


def count(values):
    return sum(value != number for value, number in zip(values, numbers, strict=True))


def select(expression, values):
    return [db.execute(f"select {expression}", (value,)).fetchone()[0] for value in values]


by_json = [value for (value,) in db.execute("select value from json_each(?)", (json.dumps(numbers),))]
by_cast = select("cast(? as real)", map(repr, numbers))
print(f"{apsw.sqlitelibversion()}: json_each {count(by_json)}, cast {count(by_cast)}, bound {count(select('?', numbers))}")
PY
for version in 3.42.0.1 3.45.1.0 3.50.4.0; do
  python3 -m venv "$version"
  "$version/bin/pip" install --quiet "apsw==$version"
  "$version/bin/python" read.py
done | tee seen
diff seen - <<'TXT'
3.42.0: json_each 8, cast 8, bound 0
3.45.1: json_each 12, cast 12, bound 0
3.50.4: json_each 0, cast 0, bound 0
TXT
echo "as described"
