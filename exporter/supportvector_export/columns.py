"""The columns between two steps, and what the steps do with each input."""

from dataclasses import dataclass, field, replace
from typing import Optional


@dataclass(frozen=True)
class Column:
    """A column between two steps."""

    inputs: tuple
    """Positions of the inputs that the column is computed from."""
    raw: bool = True
    """Whether the column holds the values of its one input, except for missing values."""
    filled: Optional[str] = None
    """Which missing value was imputed, "nan" or "None". None stands for no imputation."""
    fill: object = None
    """The imputed value of a raw column."""
    replaced: tuple = ()
    """Of a raw column, each word that an imputer replaces, and its replacement."""
    encoded: bool = False
    """Whether the column holds the codes of an encoder, which has noted what it reads."""
    complete: bool = False
    """Whether the column is a number for every record. Its step has noted what it reads."""


@dataclass
class Reading:
    """What the steps do with one input."""

    computed: bool = False
    """Whether a step or the regressor computes with the input."""
    categories: list = field(default_factory=list)
    """The categories of each encoder that reads the input."""
    tolerates_missing: bool = True
    """Whether no step refuses a missing value."""
    filled: set = field(default_factory=set)
    """Which missing values are imputed, "nan" and "None"."""
    has_words: bool = False
    """Whether an imputer replaces words of the input."""

    @property
    def holds_strings(self) -> bool:
        """Whether the input holds strings, by its categories or by the words that are imputed."""
        return self.has_words or any(
            isinstance(category, str) for known in self.categories for category in known
        )

    @property
    def missing(self) -> bool:
        """Whether the input may be missing."""
        # No value is both NaN and None. Where one step imputes NaN and another None, the input must
        # be present. Where no step imputes, no step reads the input in the end.
        return self.tolerates_missing and len(self.filled) <= 1


class Readings(list):
    """The readings of all inputs. Steps note here what they do with their columns."""

    def __init__(self, n_inputs: int) -> None:
        super().__init__(Reading() for _ in range(n_inputs))

    def require(self, column: Column, fill_is_known: bool = True) -> None:
        """Notes that a step which refuses missing values reads the column."""
        if column.complete:
            return
        for reading in self._of(column):
            if column.filled is None or not fill_is_known:
                reading.tolerates_missing = False
            else:
                reading.filled.add(column.filled)

    def handle_missing(self, column: Column, kind: str) -> None:
        """Notes that a step handles missing values of this kind, "nan" or "None"."""
        if not column.complete:
            for reading in self._of(column):
                reading.filled.add(column.filled or kind)

    def compute(self, column: Column) -> Column:
        """Notes that a step computes with the column and lets missing values pass.

        Returns the column that the step writes.
        """
        if not column.complete and not column.encoded:
            for reading in self._of(column):
                reading.computed = True
        return replace(column, raw=False)

    def consume(self, columns: list) -> Column:
        """Notes that a step which refuses missing values computes with the columns.

        Returns a column that the step writes.
        """
        for column in columns:
            self.compute(column)
            self.require(column)
        return computed_column(columns)

    def _of(self, column):
        return [self[position] for position in column.inputs]


def computed_column(columns: list) -> Column:
    """Returns a complete column that is computed from these columns."""
    return Column(
        tuple(sorted({position for column in columns for position in column.inputs})),
        raw=False,
        complete=True,
    )
