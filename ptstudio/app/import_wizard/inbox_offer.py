"""The offer to take in the samples that a person has corrected; knows only how many wait."""

from PySide6.QtWidgets import QCheckBox

from ptstudio.app import sample_words
from ptstudio.app.translation import tr


class InboxOffer(QCheckBox):
    """Hidden while nothing waits; `toggled` when a person changes their mind."""

    def __init__(self) -> None:
        super().__init__(tr("Take in what you have corrected"))
        self.hide()

    def show_offer(self, waiting: int, kind: str, *, is_wanted: bool) -> None:
        """Offer as many samples, taken in or not to begin with; `kind` says what they are. `toggled` is not emitted."""
        self.blockSignals(True)
        self.setChecked(is_wanted)
        self.blockSignals(False)
        self.setText(sample_words.take_corrected(kind, waiting))
        self.setVisible(waiting > 0)
