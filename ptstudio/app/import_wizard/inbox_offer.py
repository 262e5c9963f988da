"""The offer to take in the pictures that a person has corrected; knows only how many wait."""

from PySide6.QtWidgets import QCheckBox

from ptstudio.app import formats
from ptstudio.app.translation import tr


class InboxOffer(QCheckBox):
    """Hidden while nothing waits; `toggled` when a person changes their mind."""

    def __init__(self) -> None:
        super().__init__()
        self.show_offer(0, is_wanted=False)

    def show_offer(self, waiting: int, *, is_wanted: bool) -> None:
        """Offer as many pictures, taken in or not to begin with; `toggled` is not emitted."""
        self.blockSignals(True)
        self.setChecked(is_wanted)
        self.blockSignals(False)
        self.setText(
            tr("Take in the picture that you have corrected; it counts as you say")
            if waiting == 1
            else tr("Take in the {count} pictures that you have corrected; they count as you say",
                    count=formats.count(waiting))
        )  # fmt: skip
        self.setVisible(waiting > 0)
