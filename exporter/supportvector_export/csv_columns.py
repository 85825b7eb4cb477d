"""The columns of a CSV file that hold the inputs of a pipeline."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from .csv_table import CsvTable
from .errors import ExportError
from .problems import list_names

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def find_columns(
    table: CsvTable, path: str, inputs: Sequence[str], needed: Collection[int]
) -> tuple[dict[int, int], list[str]]:
    """Finds the columns of named inputs.

    A name that is no input's exactly is compared without the blanks at its ends.

    Parameters
    ----------
    table
        The file.
    path
        Its name, for messages.
    inputs
        The names of the inputs.
    needed
        The positions of the inputs that the pipeline reads.

    Returns
    -------
    The position of the column of each input that has one, and notes.

    Raises
    ------
    ExportError
        A needed input has no column, or an input has two.
    """
    exact, places, notes = set(inputs), {}, []
    stripped = {name.strip(): name for name in reversed(inputs)}
    for position, column in enumerate(table.names):
        name = column if column in exact else stripped.get(column.strip())
        if name is None:
            continue
        places.setdefault(name, []).append(position)
        if column != name:
            notes.append(
                f"{path}: column {column!r} is read as {name!r}, without blanks at its ends"
            )
    missing = [inputs[i] for i in sorted(needed) if inputs[i] not in places]
    if missing:
        others = [
            column
            for position, column in enumerate(table.names)
            if [position] not in places.values()
        ]
        raise ExportError(f"{path} has no column {list_names(missing)}{_suggest(missing, others)}")
    repeated = [name for name, found in places.items() if len(found) > 1]
    if repeated:
        raise ExportError(f"{path} has several columns {list_names(repeated)}: keep one of each")
    return {i: places[name][0] for i, name in enumerate(inputs) if name in places}, notes


def name_columns(
    table: CsvTable, path: str, width: int
) -> tuple[dict[int, int], list[str], list[str]]:
    """Names the inputs of a pipeline that was fitted on an array by the header.

    A first column without a name is the index of a DataFrame and left out.

    Returns
    -------
    The position of the column of each input, the names of the inputs, and notes.

    Raises
    ------
    ExportError
        The header has another width than the array, or no names.
    """
    start = 1 if len(table.names) == width + 1 and not table.names[0].strip() else 0
    names = [name.strip() for name in table.names[start:]]
    advice = "name the columns in the order of the array: --names A,B or --names @FILE"
    if len(names) != width:
        columns = "1 column" if len(names) == 1 else f"{len(names)} columns"
        raise ExportError(
            f"{path} has {columns}, and the pipeline was fitted on an array of {width}: {advice}"
        )
    if all(NUMBER.fullmatch(name) for name in names) and names != [str(i) for i in range(width)]:
        raise ExportError(f"{path}: its first line holds numbers, where names of columns belong")
    if "" in names or len(set(names)) < width:
        wrong = "column without a name" if "" in names else "name twice"
        raise ExportError(f"{path} has a {wrong}: {advice}")
    notes = [
        f"{path}: the pipeline was fitted on an array, so its inputs get the names of the columns: "
        f"{list_names(names)}"
    ]
    if start:
        notes.append(f"{path}: the first column has no name and is left out")
    return {i: start + i for i in range(width)}, names, notes


def _suggest(missing, others):
    """Returns names that a column of the file nearly has."""
    pairs = [(difflib.get_close_matches(name, others, 1, 0.7), name) for name in missing]
    pairs = [(near[0], name) for near, name in pairs if near]
    if not pairs:
        return ""
    has, meant = zip(*pairs)
    return f". Did you mean {list_names(meant)} by {list_names(has)}?"
