"""The factors of the RBF kernel: which columns the support vectors share.

The kernel is a product over groups of columns, exactly:

    K(x, s) = exp(-gamma * ||x - s||²) = product over g of exp(-gamma * ||x_g - s_g||²)

Support vectors repeat within a group: 540 of them may come from 36 people. A group then costs an
exponential for each of its distinct rows, not for each support vector. A join of two groups costs a
product for each distinct combination of their rows.

The plan of a model file has up to three parts, each a group or a join of several. A record needs
one term for each distinct pair of rows of the first and the second part. The last part holds
categories with few combinations. The engine multiplies their factors into the coefficients once for
each combination, and caches the result.

Any partition of the columns gives the same prediction up to rounding. A cost model chooses a cheap
one. It compares values for equality and counts them, so the plan is the same on every platform.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

# Tenths of a nanosecond of the JavaScript engine (`npm run bench`). Only the ratios matter.
PER_DIFFERENCE = 6
PER_EXPONENTIAL = 80
PER_PRODUCT = 10
LOOK_UPS = 160

SAMPLE = 1024
"""Support vectors of which more than half are distinct before a column counts as unrepeated."""
MAX_GROUPS = 8
"""Groups of quantities, at most. A limit on the time to plan."""
WINDOW = 3
"""Parts that are compared in search of the next two to join. Also such a limit."""
GROWTH = 1.5
"""A part follows from a larger one, its host, if both have at most so many times its rows."""
HOSTS = 8
"""Larger parts that are tried as hosts."""
MIN_PAIRS = 3
"""Pairs per row of the first part, below which the engine's chunks would mostly be padding."""
WEIGHTS = 2**17
"""Numbers in the engine's cache of weights, 1 MiB."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The distinct rows of the support vectors in some columns."""

    index: np.ndarray
    """The number of each support vector's row, from 0."""
    distinct: int
    """How many distinct rows there are."""


@dataclass(frozen=True, eq=False)
class Group(Rows):
    """A group of columns."""

    columns: tuple[int, ...]
    is_categories: bool
    """Whether they are the categories of one input, not quantities."""


@dataclass(frozen=True, eq=False)
class Join(Rows):
    """Two nodes of the plan, each a group or a join."""

    a: Rows
    b: Rows


@dataclass(frozen=True, eq=False)
class Part(Rows):
    """Groups whose rows are combined. Their joins are not decided yet."""

    groups: tuple[Group, ...]


def plan_factors(
    vectors: np.ndarray, inputs: Sequence, order: Sequence[int]
) -> dict[str, Any] | None:
    """Plans the factors of an SVR with the RBF kernel.

    Parameters
    ----------
    vectors
        The support vectors, n × d.
    inputs
        The inputs that each column comes from.
    order
        All columns, those that repeat together side by side. Columns of one input are in a row.

    Returns
    -------
    `factors` of the model file. None if the kernel of each support vector by itself costs less.
    """
    count, width = vectors.shape
    if count == 0 or width == 0:
        return None
    parts = [Part(g.index, g.distinct, (g,)) for g in _group(vectors, inputs, order)]
    first, second, last = _divide(_attach(parts), count)
    nodes = [part and _arrange(part) for part in (first, second, last)]
    if _cost(*nodes) >= _cost_of_rows(count, width):
        return None
    return _to_json(*nodes)


def _cost_of_rows(distinct, width):
    """Returns the cost of an exponential of a squared distance for each row."""
    return distinct * (width * PER_DIFFERENCE + PER_EXPONENTIAL)


def _cost_of_group(group):
    return _cost_of_rows(group.distinct, len(group.columns))


def _combine(a, b):
    """Returns the index and the count of the distinct pairs of rows."""
    pairs, index = np.unique(a.index * b.distinct + b.index, return_inverse=True)
    return index, len(pairs)


# Groups of columns


def _group(vectors, inputs, order):
    """Returns a partition of the columns: categories, quantities, columns that do not repeat."""
    # Adding 0.0 turns -0.0 into 0.0, which is the same number.
    vectors = np.asfortranarray(vectors + 0.0)
    categories, quantities, unrepeated = [], [], []
    for _, run in itertools.groupby(order, key=lambda c: inputs[c]):
        columns = list(run)
        while columns:
            width = _count_categories(vectors, columns)
            if width > 1:
                categories.append(_categories(vectors, columns[:width]))
            elif _repeats(vectors[:, columns[0]]):
                _insert(_quantity(vectors, columns[0]), quantities)
            else:
                unrepeated.append(columns[0])
            del columns[: max(width, 1)]
    if unrepeated:
        count = len(vectors)
        quantities.append(Group(np.arange(count), count, tuple(unrepeated), False))
    return [*categories, *quantities]


def _count_categories(vectors, columns):
    """Returns how many columns, from the first on, hold the categories of one input.

    At most one of them is not 0 in each row, and a column has one such value.
    """
    taken = np.zeros(len(vectors), dtype=bool)
    for width, column in enumerate(columns):
        values = vectors[:, column]
        present = values != 0
        found = values[present]
        if np.any(found != found[:1]) or np.any(taken & present):
            return width
        taken |= present
    return len(columns)


def _categories(vectors, columns):
    # At most one term of each sum is not 0.
    codes = (vectors[:, columns] != 0) @ np.arange(1, len(columns) + 1)
    found, index = np.unique(codes, return_inverse=True)
    return Group(index, len(found), tuple(columns), True)


def _quantity(vectors, column):
    found, index = np.unique(vectors[:, column], return_inverse=True)
    return Group(index, len(found), (column,), False)


def _repeats(values):
    """Returns whether few enough values are distinct. A short column always counts as repeated."""
    return len(values) <= SAMPLE or all(
        len(np.unique(some)) <= len(some) / 2 for some in (values[:SAMPLE], values)
    )


def _insert(quantity, groups):
    """Adds a quantity to the group where it costs least, or as a group of its own."""
    best, merged, least = None, None, None
    if len(groups) < MAX_GROUPS:
        merged, best = quantity, len(groups)
        least = _cost_of_group(quantity) + len(quantity.index) * PER_PRODUCT
    for g, group in enumerate(groups):
        columns = group.columns + quantity.columns
        before = _cost_of_group(group)
        # There are at least as many pairs as either has rows.
        fewest = max(group.distinct, quantity.distinct)
        if least is not None and _cost_of_rows(fewest, len(columns)) - before >= least:
            continue
        joint = Group(*_combine(group, quantity), columns, False)
        cost = _cost_of_group(joint) - before
        if least is None or cost < least:
            best, merged, least = g, joint, cost
    groups[best : best + 1] = [merged]


# Parts of the plan


def _unite(a, b):
    """Returns the part of two parts."""
    return Part(*_combine(a, b), a.groups + b.groups)


def _by_rows(rows):
    return rows.distinct


def _attach(parts):
    """Unites each part with a larger one from which it nearly follows.

    A month nearly follows from its workload. Smaller parts come first.
    """
    waiting = sorted(parts, key=_by_rows)
    apart = []
    while waiting:
        part = waiting.pop(0)
        growth, host, united = GROWTH, None, None
        for h, other in enumerate(waiting[:HOSTS]):
            limit = min(growth * other.distinct, len(part.index) / 2)
            if max(part.distinct, other.distinct) >= limit:
                continue
            both = _unite(part, other)
            if both.distinct < limit:
                growth, host, united = both.distinct / other.distinct, h, both
        if united is None:
            apart.append(part)
        else:
            waiting[host] = united
    return apart


def _divide(parts, count):
    """Divides all parts into the first, the second and the last. The first or last may be None.

    As many categories as have few combinations are last.
    """
    others, categories = list(parts), []
    weights = count
    for part in parts:
        # Plus one for a value that is none of them.
        more = weights * (part.distinct + 1)
        few = more <= WEIGHTS and len(others) > 1
        if few and all(group.is_categories for group in part.groups):
            weights = more
            categories.append(part)
            others.remove(part)
    last = next(iter(_merge_until(1, categories, _unite)), None)
    *first, second = sorted(_merge_until(2, others, _unite), key=_by_rows)
    if not first:
        return None, second, last
    both = _unite(*first, second)
    if both.distinct < MIN_PAIRS * first[0].distinct:
        return None, both, last
    return first[0], second, last


def _merge_until(left, nodes, merge):
    """Merges nodes two by two until so many are left, those with the fewest pairs of rows first."""
    nodes = list(nodes)
    while len(nodes) > left:
        nodes.sort(key=_by_rows)
        near = itertools.combinations(nodes[:WINDOW], 2)
        a, b = min(near, key=lambda pair: _combine(*pair)[1])
        nodes[nodes.index(a)] = merge(a, b)
        nodes.remove(b)
    return nodes


# Nodes of the plan


def _join(a, b):
    """Returns the node of two nodes."""
    return Join(*_combine(a, b), a, b)


def _arrange(part):
    """Joins the groups of a part to one node, the pairs with the fewest distinct rows first.

    Categories come before quantities. The engine computes quantities that are the second of two in
    place, without a cache of their own. So the most costly of several is the first.
    """
    quantities = [group for group in part.groups if not group.is_categories]
    quantities.sort(key=_cost_of_group, reverse=True)
    categories = [group for group in part.groups if group.is_categories]
    heads = _merge_until(1, categories, _join) or quantities
    while True:
        joins = [_join(a, b) for a in heads for b in quantities if a is not b]
        if not joins:
            return heads[0]
        join = min(joins, key=_by_rows)
        heads = [join]
        quantities = [group for group in quantities if group not in (join.a, join.b)]


def _walk(node):
    """Yields the nodes below a node, then the node itself."""
    if isinstance(node, Join):
        yield from _walk(node.a)
        yield from _walk(node.b)
    yield node


def _cost(first, second, last):
    """Returns the cost of a plan: of its look-ups, exponentials, products and terms."""
    nodes = [node for root in (first, second, last) if root for node in _walk(root)]
    pairs = _join(first, second) if first else second
    products = sum(node.distinct for node in nodes if isinstance(node, Join))
    products += pairs.distinct if first else 0
    products += _join(pairs, last).distinct if last else 0
    exponentials = sum(_cost_of_group(node) for node in nodes if isinstance(node, Group))
    return LOOK_UPS + exponentials + (products + pairs.distinct) * PER_PRODUCT


def _to_json(first, second, last):
    roots = {"first": first, "second": second, "last": last}
    roots = {name: node for name, node in roots.items() if node}
    nodes = [node for root in roots.values() for node in _walk(root)]
    groups = sorted(
        (n for n in nodes if isinstance(n, Group)), key=lambda group: min(group.columns)
    )
    joins = [node for node in nodes if isinstance(node, Join)]
    ids = {node: number for number, node in enumerate([*groups, *joins])}
    return {
        "groups": [sorted(group.columns) for group in groups],
        "joins": [[ids[join.a], ids[join.b]] for join in joins],
        **{name: ids[node] for name, node in roots.items()},
    }
