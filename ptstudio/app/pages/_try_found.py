"""What was found in the pictures that were tried: shown large, one after the other; knows no model."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ptstudio.app.class_colours import ClassColours
from ptstudio.app.translation import tr
from ptstudio.app.tried import Tried, overlay_of, seen_words
from ptstudio.app.widgets.found_dialog import FoundDialog, PlacedSample


def enlarge(parent: QWidget, entry: Tried, entries: Sequence[Tried]) -> FoundDialog:
    """Show a picture large, with what was found in it; of the others those that the same model has answered."""
    found = [each for each in entries if overlay_of(each) is not None and each.labels == entry.labels]
    samples = [PlacedSample(each.file, overlay_of(each), _words(each)) for each in found]
    dialog = FoundDialog(parent, tr("What was found"), samples, found.index(entry), ClassColours(entry.labels))
    dialog.open()
    return dialog


def _words(entry: Tried) -> str:
    return seen_words(entry.made.split) if entry.made is not None else ""
