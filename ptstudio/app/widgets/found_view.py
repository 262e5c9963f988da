"""What was found in a picture, class by class in the colours in which it is drawn, and how sure that must be."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.formats import count, share
from ptstudio.app.overlay import Overlay, classes_in, least_of, overlay_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_key import ColourLine
from ptstudio.app.widgets.confidence_slider import ConfidenceSlider
from ptstudio.app.widgets.layout import column
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes, ClassShare, Mask


class FoundView(QWidget):
    """`chosen(probability)` while a person moves the slider, which is there for boxes that are more or less sure."""

    chosen = Signal(float)

    def __init__(self, overlay: Overlay, colours: ClassColours) -> None:
        super().__init__()
        self.overlay = overlay
        self.counts = ColourLine(colours)
        parts: list[QWidget] = [self.counts]
        self.slider: ConfidenceSlider | None = None
        if isinstance(overlay, Boxes) and any(box.probability < 1 for box in overlay.boxes):
            self.slider = ConfidenceSlider(overlay.threshold)
            self.slider.chosen.connect(self._choose)
            parts.append(self.slider)
        self.setLayout(column(*parts, gap=Space.small))
        self._show(least_of(overlay))

    def show_least(self, least: float) -> None:
        """Tell what is at least so probable, without telling of it."""
        if self.slider is not None:
            self.slider.show_least(least)
            self._show(least)

    def _choose(self, least: float) -> None:
        self._show(least)
        self.chosen.emit(least)

    def _show(self, least: float) -> None:
        """Tell what is at least so probable."""
        words = self._words(least)
        self.counts.show_words(words, tr("Nothing was found."))
        said = tr("Found: {list}", list=overlay_words(self.overlay, least))
        self.setAccessibleName(said if words else tr("Nothing was found."))

    def _words(self, least: float) -> list[tuple[str, str]]:
        if isinstance(self.overlay, Mask):
            return [(each.label, _shared(each)) for each in self.overlay.shares]
        numbers = Counter(classes_in(self.overlay, least))
        ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
        return [(name, f"{count(number)} {name}") for name, number in ordered]


def _shared(found: ClassShare) -> str:
    """A class with its share of the picture, where that is known."""
    return f"{found.label} {share(found.share)}" if found.share else found.label
