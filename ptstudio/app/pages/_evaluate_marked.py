"""Cards for what was marked in texts: partial matches, and the texts with mistakes; knows no task and no run."""

from ptstudio.app.formats import count, share
from ptstudio.app.lazy_list import LazyList
from ptstudio.app.match_words import match_rows
from ptstudio.app.pages._evaluate_sections import Album, SectionCard
from ptstudio.app.passage import Passage
from ptstudio.app.translation import tr
from ptstudio.app.widgets.gallery import GallerySample
from ptstudio.app.widgets.marked_dialog import MarkedDialog
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.text import label
from ptstudio.core.marked_text import quoted
from ptstudio.core.report import MarkedMistake, MarkedMistakes, SpanMatches


class MatchesCard(SectionCard):
    """What became of the places that are marked in the data."""

    is_narrow = True

    def __init__(self, section: SpanMatches) -> None:
        super().__init__(
            tr("Nearly right"),
            tr("A place counts as found only where its beginning, its end and its class are right. Others, apart:"),
        )
        whole = max(1, section.places)
        self.table = NumbersTable(tr("What became of the marked places"), (tr("Places"), tr("Number"), tr("Share")))
        rows = [(title, count(number), share(number / whole, 0)) for title, number in match_rows(section)]
        self.table.show_rows([*rows, (tr("All places in your data"), count(section.places), share(1, 0))])
        self.parts.addWidget(self.table)
        words = tr("Marked where there is nothing: {count}.", count=count(section.invented))
        self.parts.addWidget(label(words, "muted"))
        self.parts.addStretch(1)


class MarkedCard(SectionCard):
    """The texts with mistakes; a click shows one large, what is right above what was found."""

    def __init__(self, section: MarkedMistakes, album: Album) -> None:
        sentence = (
            tr("Each text with what was marked and what should be. Choose one to see both in their places.")
            if section.mistakes
            else tr("There are none: everything was found, and nothing else.")
        )
        super().__init__(tr("Texts with mistakes"), sentence)
        self._mistakes, self._sight = section.mistakes, album.sight
        self.gallery = album.gallery(tr("Texts with mistakes"))
        self.gallery.opened.connect(self._open)
        self.gallery.show_samples(LazyList(self._mistakes, self._captioned))
        if self._mistakes:
            self.parts.addWidget(self.gallery)

    def _passage(self, sample: str) -> Passage:
        sight = self._sight(sample)
        return sight if isinstance(sight, Passage) else Passage("")

    def _captioned(self, mistake: MarkedMistake) -> GallerySample:
        passage = self._passage(mistake.sample)
        text = passage.text
        said = tr("marked: {places}", places=quoted(text, mistake.said))
        return GallerySample(mistake.sample, passage, said, tr("really {truth}", truth=quoted(text, mistake.truth)))

    def _open(self, place: int) -> None:
        MarkedDialog(self._mistakes, place, self._passage, self).open()
