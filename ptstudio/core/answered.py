"""What came of asking a model about every row of a table."""

from ptstudio.core.message import Record


class Answered(Record):
    """The rows of the `table` stand in `file` with their answers.

    `columns` says which columns were asked about, by field. Of all `rows`, `without_content` had nothing in them that
    can be asked about, and `unreadable` could not be read; they keep an empty answer. `classes` counts how often each
    class was the answer, or a part of it, the most frequent first. `in_windows` are rows that are longer than the model
    reads at once, `with_several` those with several answers, of which the least certain one gives the probability.
    """

    run: str
    table: str
    file: str
    columns: dict[str, str]
    rows: int
    without_content: int
    unreadable: int
    in_windows: int = 0
    with_several: int = 0
    classes: dict[str, int]
    seconds: float

    @property
    def answered(self) -> int:
        """Rows that have an answer."""
        return self.rows - self.without_content - self.unreadable
