"""What a training shows its network, drawn by the type of the preview, through one table; knows no task."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.lengths_view import LengthsView
from ptstudio.app.widgets.preview_view import PreviewView
from ptstudio.app.widgets.text import Button, label, set_role
from ptstudio.app.widgets.varied_samples import VariedSamples
from ptstudio.core.preview import Preview

_VIEWS: dict[type[Preview], type[PreviewView]] = {view.shows: view for view in (VariedSamples, LengthsView)}


class PreviewCard(QFrame):
    """Empty until a preview of the type `kind` is shown; `wanted` when a person asks for one."""

    wanted = Signal()

    def __init__(self, kind: type[Preview]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.view = _VIEWS[kind]()
        self._words = self.view.words()
        self.ask = Button(self._words.ask, icon_name=self._words.icon)
        self.ask.clicked.connect(self.wanted)
        self.state = label("", "muted")
        top = row(label(self._words.heading, "heading"), self.ask)
        top.setStretch(0, 1)
        self.setLayout(column(top, self.state, self.view, None, margin=Space.medium))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what could be seen here."""
        self.view.hide()
        self._say(self._words.nothing)

    def show_busy(self) -> None:
        """An answer is on its way; what is shown is of the settings before."""
        self.view.setEnabled(False)
        self._say(self._words.busy)

    def show_failure(self, message: str, hint: str) -> None:
        """Say why there is none."""
        self.view.hide()
        self._say(f"{message} {hint}", "warning")

    def show_preview(self, preview: Preview) -> None:
        """Show one of the type that the card is for."""
        self.view.setEnabled(True)
        self._say(*self.view.show_preview(preview))
        self.view.show()

    def _say(self, text: str, role: str = "muted") -> None:
        self.state.setText(text)
        set_role(self.state, role)
