"""Cards for what was marked in texts: partial matches, and the texts with mistakes; knows no task and no run."""

from ptstudio.app.formats import count, share
from ptstudio.app.lazy_list import LazyList
from ptstudio.app.pages._evaluate_sections import Album, SectionCard
from ptstudio.app.passage import Passage
from ptstudio.app.translation import tr
from ptstudio.app.widgets.gallery import GallerySample
from ptstudio.app.widgets.marked_dialog import MarkedDialog
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.text import label
from ptstudio.core.marked_words import WORDS, match_rows, told
from ptstudio.core.report import MarkedMistake, MarkedMistakes, SpanMatches


class MatchesCard(SectionCard):
    """What became of the places that are marked in the data."""

    is_narrow = True

    def __init__(self, section: SpanMatches) -> None:
        words, whole = WORDS[section.of], max(1, section.places)
        super().__init__(tr("Nearly right"), tr(words.about_matches))
        self.table = NumbersTable(tr("Nearly right"), (tr(words.places), tr("Number"), tr("Share")), is_whole=True)
        rows = [(tr(title), count(number), share(number / whole, 0)) for title, number in match_rows(section)]
        self.table.show_rows([*rows, (tr(words.all_places), count(section.places), share(1, 0))])
        self.parts.addWidget(self.table)
        self.parts.addWidget(label(tr(words.invented, count=count(section.invented)), "muted"))
        self.parts.addStretch(1)


class MarkedCard(SectionCard):
    """The texts with mistakes; a click shows one large, what is right above what was found."""

    def __init__(self, section: MarkedMistakes, album: Album) -> None:
        words = WORDS[section.of]
        super().__init__(tr(words.mistakes), tr(words.about_mistakes if section.mistakes else words.no_mistakes))
        self._section, self._sight = section, album.sight
        self.gallery = album.gallery(tr(words.mistakes))
        self.gallery.opened.connect(self._open)
        self.gallery.show_samples(LazyList(section.mistakes, self._captioned))
        if section.mistakes:
            self.parts.addWidget(self.gallery)

    def _passage(self, sample: str) -> Passage:
        sight = self._sight(sample)
        return sight if isinstance(sight, Passage) else Passage("")

    def _captioned(self, mistake: MarkedMistake) -> GallerySample:
        passage = self._passage(mistake.sample)
        text, of = passage.text, self._section.of
        said = tr(WORDS[of].said, places=told(text, mistake.said, of, tr))
        truth = tr("really {truth}", truth=told(text, mistake.truth, of, tr))
        return GallerySample(mistake.sample, passage, said, truth)

    def _open(self, place: int) -> None:
        MarkedDialog(self._section, place, self._passage, self).open()
