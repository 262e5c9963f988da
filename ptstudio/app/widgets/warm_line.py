"""Whether a model is loaded and answers at once, in a few words."""

from PySide6.QtWidgets import QProgressBar, QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Sign, label


class WarmLine(QWidget):
    """Says nothing until it is told."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign("done", "good")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(96)
        self._bar.setAccessibleName(tr("The model is being loaded"))
        self.words = label("", "muted")
        self.words.setWordWrap(False)
        self.setLayout(row(self._sign, self._bar, self.words))
        self.hide()

    def show_loading(self) -> None:
        """It takes a moment."""
        self._tell(tr("Loading the model…"), is_loading=True)

    def show_ready(self) -> None:
        """It answers at once."""
        self._tell(tr("Ready: answers come at once"), is_loading=False)

    def _tell(self, text: str, *, is_loading: bool) -> None:
        self.words.setText(text)
        self._bar.setVisible(is_loading)
        self._sign.setVisible(not is_loading)
        self.show()
