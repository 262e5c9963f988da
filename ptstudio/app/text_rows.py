"""What a list of texts shows, asked for row by row so that nothing is ever held whole; knows no widget."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.core.prediction import FoundSpan


@dataclass(frozen=True)
class TextRow:
    """A text, a few words on what it is, others of less weight, and the places that are marked in it."""

    passage: Passage
    caption: str = ""
    detail: str = ""
    spans: tuple[FoundSpan, ...] = ()


class TextRows(ABC):
    """Texts in an order; only those in view are ever asked for."""

    @abstractmethod
    def __len__(self) -> int:
        """How many there are by now."""

    @abstractmethod
    def row(self, place: int) -> TextRow:
        """One of them."""


class ListedRows(TextRows):
    """Those of a sequence, which may make them when they are looked at."""

    def __init__(self, rows: Sequence[TextRow]) -> None:
        self._rows = rows

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @override
    def row(self, place: int) -> TextRow:
        return self._rows[place]
