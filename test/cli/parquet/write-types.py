"""Writes types.parquet: columns of every flat type that pyarrow writes.

Made with pyarrow 26.0.1: python3 test/cli/parquet/write-types.py
"""

import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 4
integers = {
    f"{kind}{width}": [low, high, None, 1]
    for kind, signed in (("int", True), ("uint", False))
    for width in (8, 16, 32, 64)
    for low, high in [(-(2 ** (width - 1)) if signed else 0, 2 ** (width - signed) - 1)]
}
columns = {
    "Age": pa.array([31, None, 40, 18], pa.int8()),
    "Shift": pa.array(["early", "late", "late", "early"]).dictionary_encode(),
    **{name: pa.array(values, getattr(pa, name)()) for name, values in integers.items()},
    "float16": pa.array([0.5, -2.0, None, 65504.0], pa.float16()),
    "decimal32": pa.array(
        [decimal.Decimal("0.35"), None, decimal.Decimal("-1.10"), 0], pa.decimal128(9, 2)
    ),
    "decimal38": pa.array(
        [decimal.Decimal(10) ** 27, None, decimal.Decimal("-0.1"), 0], pa.decimal128(38, 10)
    ),
    "nothing": pa.nulls(ROWS),
    "date32": pa.array([0, -1, None, 20000], pa.date32()),
    "time32": pa.array([0, 86399999, None, 1], pa.time32("ms")),
    "timestamp_ms": pa.array([0, -1, None, 1], pa.timestamp("ms")),
    "timestamp_ns": pa.array([0, -1, None, 1], pa.timestamp("ns", tz="UTC")),
    "binary": pa.array([b"\x00\xff", b"", None, b"x"]),
    "fixed": pa.array([b"ab", b"cd", None, b"ef"], pa.binary(2)),
    "flag": pa.array([True, False, None, True]),
}
pq.write_table(
    pa.table(columns),
    Path(__file__).with_name("types.parquet"),
    row_group_size=3,
    compression="zstd",
)
print(pa.__version__)
