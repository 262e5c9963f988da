"""A text, or a pair of texts that belong together, as it is shown and asked about; knows no widget and no dataset."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ptstudio.tasks._task import Task

LOOKED_AT = 600
"""How many characters of a text are looked at for its opening: more than two lines of any window hold."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and the other text of a pair where there is one; `names` is what the two are called, in English."""

    text: str
    pair: str = ""
    names: tuple[str, str] = field(default=Task.text_names, compare=False)

    @classmethod
    def of(cls, row: Mapping[str, Any], names: tuple[str, str] = Task.text_names) -> "Passage":
        """That of a row of a revision, or of what was typed."""
        return cls(str(row["text"]), str(row.get("pair") or ""), names)

    @property
    def texts(self) -> tuple[str, ...]:
        """One text, or two."""
        return (self.text, self.pair) if self.pair else (self.text,)

    @property
    def openings(self) -> tuple[str, ...]:
        """How each text begins, on one line."""
        return tuple(" ".join(text[:LOOKED_AT].split()) for text in self.texts)

    @property
    def row(self) -> dict[str, str]:
        """As a worker is asked about it."""
        return {"text": self.text, "pair": self.pair}

    def shortened(self, most: int) -> "Passage":
        """The same with no text longer than this many characters."""
        return (
            self if max(map(len, self.texts)) <= most else replace(self, text=self.text[:most], pair=self.pair[:most])
        )
