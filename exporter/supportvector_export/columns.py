"""What is known of the columns between steps, and what the steps do with each input."""

from dataclasses import dataclass, field, replace
from typing import Optional


@dataclass(frozen=True)
class Column:
    """A column between two steps."""

    inputs: tuple
    """Positions of the inputs that it is computed from."""
    raw: bool = True
    """Holds the value of its one input, missing values apart."""
    filled: Optional[str] = None
    """Which missing value was imputed, "nan" or "None"; None while nothing was."""
    fill: object = None
    """Raw columns: what it was imputed with."""
    encoded: bool = False
    """Holds an encoder's number: what its input is read for is noted already."""
    complete: bool = False
    """A number, never missing, whatever the inputs hold; what its inputs are read for is noted already."""


@dataclass
class Reading:
    """What the steps do with one input."""

    computed: bool = False
    """A step, or the regressor, computes with it."""
    categories: list = field(default_factory=list)
    """One list per encoder that reads it."""
    tolerates_missing: bool = True
    filled: set = field(default_factory=set)

    @property
    def holds_strings(self):
        """Whether an encoder knows it by strings."""
        return any(isinstance(category, str) for known in self.categories for category in known)

    @property
    def missing(self):
        # No value is both NaN and None, so where one branch imputes the one and another the other, neither will do. Where none
        # does, nothing reads the column in the end.
        return self.tolerates_missing and len(self.filled) <= 1


class Readings(list):
    """A Reading per input."""

    def __init__(self, n_inputs):
        super().__init__(Reading() for _ in range(n_inputs))

    def require(self, column, fill_is_known=True):
        """Notes that something which refuses missing values reads the column."""
        if column.complete:
            return
        for reading in self._of(column):
            if column.filled is None or not fill_is_known:
                reading.tolerates_missing = False
            else:
                reading.filled.add(column.filled)

    def handle_missing(self, column, kind):
        """Notes that a step knows what to do with missing values of this kind, "nan" or "None"."""
        if not column.complete:
            for reading in self._of(column):
                reading.filled.add(column.filled or kind)

    def compute(self, column):
        """Notes that a step computes with the column, and lets missing values pass. Returns the column that it writes."""
        if not column.complete and not column.encoded:
            for reading in self._of(column):
                reading.computed = True
        return replace(column, raw=False)

    def consume(self, columns):
        """Notes that a step which refuses missing values computes with the columns. Returns a column of what it writes."""
        for column in columns:
            self.compute(column)
            self.require(column)
        return computed_column(columns)

    def _of(self, column):
        return [self[position] for position in column.inputs]


def computed_column(columns):
    """A complete column that is computed from these."""
    return Column(
        tuple(sorted({position for column in columns for position in column.inputs})),
        raw=False,
        complete=True,
    )
