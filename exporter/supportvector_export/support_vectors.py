"""Support vectors as blocks of columns that repeat together.

The support vectors of tabular data hold few distinct values: 500 of them may come from 30
employees. A block stores the distinct rows of some columns once. For each support vector it stores
the position of its row. Columns of one input, such as those of a one-hot encoder, share a block.
A greedy search merges blocks of several inputs where that makes the JSON text shorter.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from .scalars import plain_numbers

MAX_CANDIDATES = 24
"""Number of blocks that a block is tried with, so that the time is linear in the columns."""


@dataclass
class Block:
    """A block and the length of its text."""

    columns: list
    """Positions of the features."""
    index: np.ndarray
    """Position of the distinct row, per support vector."""
    first: np.ndarray
    """The first support vector that has it, per distinct row."""
    length: int
    """Approximate number of characters of JSON."""


def to_blocks(vectors: np.ndarray, inputs: list) -> list:
    """Cuts an n × d array into blocks of a model file, which hold each column once and to the bit.

    Parameters
    ----------
    vectors
        The support vectors.
    inputs
        The inputs that each column comes from.
    """
    vectors = np.ascontiguousarray(vectors, dtype=np.float64)
    lengths = np.vectorize(lambda value: len(str(value)) + 1, otypes=[int])
    texts = np.array(
        [lengths(np.array(plain_numbers(row), dtype=object)) for row in vectors]
    ).reshape(vectors.shape)
    blocks = []
    for _, columns in itertools.groupby(range(vectors.shape[1]), key=lambda c: inputs[c]):
        columns = list(columns)
        # Rows are compared by their bits, because 0.0 and -0.0 are equal as numbers.
        _, index = np.unique(vectors[:, columns].view(np.uint64), axis=0, return_inverse=True)
        blocks = _insert(_block(columns, index.ravel(), texts), blocks, texts)
    merged = True
    while merged:
        merged = False
        for block in list(blocks):
            rest = [other for other in blocks if other is not block]
            inserted = _insert(block, rest, texts)
            if len(inserted) < len(blocks):
                blocks, merged = inserted, True
                break
    return [_to_json(block, vectors) for block in blocks]


def _block(columns, index, texts):
    _, first, index = np.unique(index, return_index=True, return_inverse=True)
    # Rows stand in the order of the support vectors, so distinct rows need no index.
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    first, index = first[order], rank[index]
    length = int(texts[np.ix_(first, columns)].sum()) + 3 * len(columns)
    if len(first) < len(index):
        length += int(sum(len(str(i)) + 1 for i in index.tolist()))
    return Block(columns, index, first, length)


def _insert(block, blocks, texts):
    """Merges the block with the other that saves most text, or appends it."""
    best, saving = None, 0
    for other in blocks[-MAX_CANDIDATES:]:
        joint = other.index.astype(np.int64) * len(block.first) + block.index
        merged = _block(sorted(other.columns + block.columns), joint, texts)
        if best is None or other.length + block.length - merged.length > saving:
            best, saving = (other, merged), other.length + block.length - merged.length
    if best is None or saving < 0:
        return [*blocks, block]
    return [best[1] if other is best[0] else other for other in blocks]


def _to_json(block, vectors):
    rows = [plain_numbers(vectors[i, block.columns]) for i in block.first]
    converted = {"columns": block.columns, "rows": rows}
    if len(block.first) < len(block.index):
        converted["index"] = block.index.tolist()
    return converted
