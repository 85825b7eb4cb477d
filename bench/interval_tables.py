"""The tables of bench/intervals.md. `intervals.py` measures what they hold."""

import numpy as np

COVERAGES = (0.8, 0.9)


def assess(rows):
    """Returns (coverage, mean width, mean interval score) of rows at each coverage."""
    figures = []
    for coverage in COVERAGES:
        (lower, upper), actual = rows[coverage], rows["actual"]
        missed = np.maximum(lower - actual, 0) + np.maximum(actual - upper, 0)
        score = upper - lower + 2 / (1 - coverage) * missed
        figures += [np.mean(missed == 0), np.mean(upper - lower), np.mean(score)]
    return figures


def compare(splits, sizes=None):
    """Returns the table of the candidates: means over the splits."""
    lines = [["method", *heads("coverage", "width", "score"), *(["gzip"] if sizes else [])]]
    for name in splits[0]:
        means = np.mean([assess(split[name]) for split in splits], axis=0)
        cells = [f"{mean:.1%}" if i % 3 == 0 else f"{mean:.1f}" for i, mean in enumerate(means)]
        cells = [cell.replace("%", " %") for cell in cells]
        lines.append([name, *cells, *([f"{sizes[name]:,} B"] if sizes else [])])
    return draw(lines)


def by_part(splits):
    """Returns the table of the parts of the rows, which all splits hold out together."""
    pooled = {key: np.concatenate([split[key] for split in splits], axis=-1) for key in splits[0]}
    reason, predicted = pooled["reason"], pooled["prediction"]
    parts = {
        "all rows": reason >= 0,
        "reason 0, no absence": reason == 0,
        "reasons 1 to 21, diseases": (reason >= 1) & (reason <= 21),
        "reasons 22 to 28, visits and treatments": reason >= 22,
        "predicted below 2 hours": predicted < 2,
        "predicted 2 to 4 hours": (predicted >= 2) & (predicted < 4),
        "predicted 4 to 8 hours": (predicted >= 4) & (predicted < 8),
        "predicted 8 hours or more": predicted >= 8,
    }
    lines = [["rows", "share", *heads("coverage", "width")]]
    for name, kept in parts.items():
        lines.append([name, f"{np.mean(kept):.0%}", *figures_of(pooled, kept)])
    employees = np.unique(pooled["employee"])
    of_each = [pick(pooled, pooled["employee"] == employee) for employee in employees]
    figures = np.array([assess(rows) for rows in of_each])[:, [0, 1, 3, 4]]
    for name, values in [
        ("mean of the employees", figures.mean(axis=0)),
        ("a tenth of the employees is below", np.quantile(figures, 0.1, axis=0)),
    ]:
        lines.append([name, "", *as_cells(values)])
    return draw(lines).replace("%", " %")


def figures_of(pooled, kept):
    return as_cells(np.array(assess(pick(pooled, kept)))[[0, 1, 3, 4]])


def as_cells(figures):
    return [f"{value:.1%}" if i % 2 == 0 else f"{value:.1f}" for i, value in enumerate(figures)]


def pick(pooled, kept):
    return {key: values[..., kept] for key, values in pooled.items()}


def heads(*names):
    return [f"{coverage:.0%}: {name}" for coverage in COVERAGES for name in names]


def draw(lines):
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([rows[0], "|" + "---|" * len(lines[0]), *rows[1:]])
