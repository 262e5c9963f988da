"""Asks for a token of the Hugging Face Hub and keeps it in the system's keyring; it fetches nothing."""

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.errors import PTStudioError
from ptstudio.library.downloading.token import keep_token

WIDTH = 520
PAGE = "https://huggingface.co/settings/tokens"


class TokenDialog(QDialog):
    """`accepted` is emitted once the token is kept."""

    def __init__(self, parent: QWidget, title: str, page: str) -> None:
        """`title` is that of the model, `page` where its publisher's terms are accepted."""
        super().__init__(parent)
        self._background = Background(self, threads=1)
        words = tr("{title} is given only to known people", title=title)
        self.setWindowTitle(words)
        steps = (
            tr("1. Open its page in a browser, sign in, and agree to its terms:\n{page}", page=page),
            tr("2. Make a token that may read, and copy it:\n{page}", page=PAGE),
            tr("3. Paste it here."),
        )
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(tr("Token"))
        self.field.setPlaceholderText("hf_…")
        self.failure = label("", "bad")
        self.failure.hide()
        note = label(tr("A token is like a password. PTStudio keeps it in this system’s keyring, never in a file of "
                        "its own, and sends it only where a model is not given without it."), "muted")  # fmt: skip
        self.stay, self.keep = Button(tr("Cancel")), Button(tr("Keep it and try again"), "primary")
        self.stay.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.keep.setDefault(True)
        self.keep.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.setLayout(
            column(label(words, "heading"), *(label(step, is_selectable=True) for step in steps), self.field, note,
                   self.failure, None, row(None, self.stay, self.keep), gap=Space.medium, margin=Space.large)
        )  # fmt: skip
        self.setMinimumWidth(WIDTH)
        self.field.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """As high as its texts need at this width."""
        super().showEvent(event)
        self.resize(self.width(), self.heightForWidth(self.width()))

    @override
    def done(self, outcome: int) -> None:
        """Wait for a keyring that is still asked."""
        self._background.wait()
        self.field.clear()
        super().done(outcome)

    def _keep(self) -> None:
        """Have it kept by a thread: a keyring that is locked asks for its own password first."""
        self.keep.setEnabled(False)
        self._background.do(partial(keep_token, self.field.text()), lambda _: self.accept(), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.keep.setEnabled(True)
        if not isinstance(error, PTStudioError):
            raise error
        self.failure.setText(f"{tr(error.message)} {tr(error.hint)}")
        self.failure.show()
