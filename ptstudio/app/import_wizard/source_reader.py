"""Reads the names of all samples of a source in the background, some hundreds at a time; opens none of them."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.background import Background
from ptstudio.app.source_samples import FoundSamples
from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.data._format import DatasetFormat

AT_A_TIME = 500


class SourceReader(QObject):
    """`grew` after every few hundred samples, `finished` at the end."""

    grew = Signal()
    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._rest: Iterator[Sample | Finding] = iter(())
        self._found = FoundSamples()
        self.is_done = False

    def read(
        self,
        kind: DatasetFormat,
        place: Path,
        options: ImportOptions,
        found: FoundSamples,
        corrected: Iterable[Sample | Finding] = (),
    ) -> None:
        """Begin to read into `found`, what a person has corrected first; what was being read before is left."""
        self._background.drop()
        self._found, self.is_done = found, False
        self._rest = chain(corrected, _opened(kind, place, options))
        self._read_on()

    def end(self) -> None:
        """Stop, and wait for what is under way."""
        self._background.wait()

    def _read_on(self) -> None:
        rest = self._rest
        self._background.do(lambda: list(islice(rest, AT_A_TIME)), self._take, self._give_up)

    def _take(self, items: object) -> None:
        if not isinstance(items, list) or not items:
            self._finish()
            return
        self._found.take([item for item in items if isinstance(item, Sample)])
        self.grew.emit()
        self._read_on()

    def _give_up(self, error: Exception) -> None:
        del error  # the dry import, which reads the same, says what is wrong and what to do
        self._finish()

    def _finish(self) -> None:
        self.is_done = True
        self.finished.emit()


def _opened(kind: DatasetFormat, place: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
    """Nothing is opened before the first sample is asked for, which happens in the thread."""
    yield from kind.read(place, options)
