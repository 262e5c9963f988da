"""The texts that a model is made familiar with, in one file of the run: those of the training samples, and more.

Texts of validation and test samples are kept out of it, also where they stand among those without labels: what is
measured on them later must not have been read before.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from ptstudio.core import atomic
from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.events import StepEnded
from ptstudio.core.message import Record
from ptstudio.data._plain_texts import plain_texts
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel

STAGE = "read"
TEXTS, COUNTS = "texts.arrow", "texts.json"
_SCHEMA = pa.schema({"id": pa.string(), "text": pa.string(), "label": pa.int32(), "characters": pa.int32()})
_WRITTEN_AT_ONCE = 1000


class Counts(Record):
    """How many texts are learned from, of the training samples and of those without labels; how many of these were left
    out since they are measured on, and how many could not be read.
    """

    own: int = 0
    more: int = 0
    left_out: int = 0
    unreadable: int = 0


class Material:
    """Gathers texts once for a run, or finds them there."""

    def __init__(self, data: RevisionData, folder: Path, channel: Channel) -> None:
        self._data, self._folder, self._channel = data, folder, channel
        self._counts = Counts()

    def gathered(self, more: Path | None) -> tuple[SplitRows, Counts]:
        """The texts to learn from. Raises DatasetError where there is none, or where `more` cannot be read."""
        if not (self._folder / COUNTS).is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(self._texts(more))
            if not self._counts.own + self._counts.more:
                raise DatasetError("There is no text to learn from.", "Name texts without labels, or import samples.")
            atomic.write_text(self._folder / COUNTS, self._counts.to_text())
        counts = Counts.from_text((self._folder / COUNTS).read_bytes())
        table = pa.ipc.open_stream(pa.memory_map(str(self._folder / TEXTS))).read_all()
        return SplitRows(table, Path, np.arange(len(table), dtype=np.int64)), counts

    def validation(self) -> SplitRows:
        """The texts by which it is told how familiar the network is: those of the validation samples, each once."""
        rows = self._data.rows(Split.VALIDATION)
        first: dict[bytes, int] = {}
        for place, row in enumerate(rows):
            first.setdefault(_mark(row["text"]), place)
        return rows.chosen(list(first.values()))

    def _texts(self, more: Path | None) -> Iterator[str]:
        """First those of the training samples, each once, then the others."""
        apart = {_mark(text) for split in (Split.VALIDATION, Split.TEST) for text in self._of(split)}
        seen: set[bytes] = set()
        for text in self._of(Split.TRAIN):
            mark = _mark(text)
            if text.strip() and mark not in seen and mark not in apart:
                seen.add(mark)
                self._count("own")
                yield text
        for other in plain_texts(more) if more is not None else ():
            if other is None:
                self._count("unreadable")
            elif _mark(other) in apart:
                self._count("left_out")
            elif _mark(other) not in seen:
                self._count("more")
                yield other

    def _of(self, split: Split) -> Iterator[str]:
        """Every text of the samples of a split, the other ones of pairs too."""
        for row in self._data.rows(split):
            yield from (row[name] for name in ("text", "pair") if row.get(name))

    def _count(self, name: str) -> None:
        self._counts = self._counts.model_copy(update={name: getattr(self._counts, name) + 1})

    def _write(self, texts: Iterable[str]) -> None:
        part = self._folder / f"{TEXTS}.part"
        with pa.OSFile(str(part), "wb") as file, pa.ipc.new_stream(file, _SCHEMA) as writer:
            some: list[str] = []
            for number, text in enumerate(texts, start=1):
                some.append(text)
                if len(some) == _WRITTEN_AT_ONCE:
                    writer.write_batch(_batch(some, number - len(some)))
                    some = []
                    self._channel.breathe()
                    self._channel.step(StepEnded(stage=STAGE, done=number))
            writer.write_batch(_batch(some, self._counts.own + self._counts.more - len(some)))
        part.replace(self._folder / TEXTS)


def _batch(texts: list[str], first: int) -> pa.RecordBatch:
    columns = {
        "id": [str(first + at) for at in range(len(texts))],
        "text": texts,
        "label": [0] * len(texts),
        "characters": [len(text) for text in texts],
    }
    return pa.RecordBatch.from_pydict(columns, schema=_SCHEMA)


def _mark(text: str) -> bytes:
    """Tells a text from others, whatever its white space."""
    return hashlib.sha256(" ".join(text.split()).encode(errors="replace")).digest()[:12]
