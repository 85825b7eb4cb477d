"""The words of an error that has several problems."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 10


def list_problems(subject: str, problems: Sequence[str]) -> str:
    """Returns a message with all problems of a file or an argument, the first ten in full."""
    if len(problems) == 1:
        return f"{subject}: {problems[0]}"
    lines = [f"  {problem}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"  and {len(problems) - SHOWN} more")
    return "\n".join([f"{subject}: {len(problems)} problems", *lines])


def list_names(names: Sequence[str]) -> str:
    """Returns names in quotes, the first ten of them."""
    shown = ", ".join(repr(name) for name in names[:SHOWN])
    rest = len(names) - SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown
