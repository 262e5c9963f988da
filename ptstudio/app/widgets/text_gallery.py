"""Samples that are texts, each with what was said of it; knows no report and no project."""

from collections.abc import Sequence

from ptstudio.app.lazy_list import LazyList
from ptstudio.app.passage import Passage
from ptstudio.app.text_rows import ListedRows, TextRow
from ptstudio.app.widgets.gallery import GallerySample
from ptstudio.app.widgets.text_list import TextList


class TextGallery(TextList):
    """`opened(place)` is emitted at a click or Enter."""

    def __init__(self, name: str, most_rows: int = 4) -> None:
        super().__init__(name, most_rows)
        self._samples: Sequence[GallerySample] = ()

    @property
    def samples(self) -> Sequence[GallerySample]:
        """What is shown."""
        return self._samples

    def show_samples(self, samples: Sequence[GallerySample]) -> None:
        """Show these samples."""
        self._samples = samples
        self.set_rows(ListedRows(LazyList(samples, _row)))


def _row(sample: GallerySample) -> TextRow:
    passage = sample.sight if isinstance(sample.sight, Passage) else Passage("")
    return TextRow(passage, sample.caption, sample.detail)
