"""Asks for a token of the Hugging Face Hub and keeps it in the system's keyring; it fetches nothing."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.failures import readable
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label, link
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.library.downloading.token import keep_token, use_token

PAGE = "https://huggingface.co/settings/tokens"


class TokenDialog(TitledDialog):
    """`accepted` is emitted once the token is kept, or, where it cannot be, given to this window's own workers."""

    def __init__(self, parent: QWidget, title: str, page: str) -> None:
        """`title` is that of the model, `page` where its publisher's terms are accepted."""
        super().__init__(parent, tr("{title} is given only to known people", title=title))
        self._background = Background(self, threads=1)
        self._can_keep = True
        steps = (
            label(tr("1. Open its page in a browser, sign in, and agree to its terms:")),
            link(page),
            label(tr("2. Make a token that may read, and copy it:")),
            link(PAGE),
            label(tr("3. Paste it here.")),
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
        self.lay_out(*steps, self.field, note, self.failure, None,
                     buttons=row(None, self.stay, self.keep))  # fmt: skip
        self.field.setFocus()

    @override
    def done(self, outcome: int) -> None:
        """Wait for a keyring that is still asked."""
        self._background.wait()
        self.field.clear()
        super().done(outcome)

    def _keep(self) -> None:
        """Have it kept by a thread: a keyring that is locked asks for its own password first."""
        if not self._can_keep:
            use_token(self.field.text())
            self.accept()
            return
        self.keep.setEnabled(False)
        self._background.do(partial(keep_token, self.field.text()), lambda _: self.accept(), self._refuse)

    def _refuse(self, error: Exception) -> None:
        known = readable(error, "keeping the token")
        self._can_keep = False
        self.keep.setEnabled(True)
        self.keep.setText(tr("Use it until PTStudio is closed"))
        self.failure.setText(tr("{message} It can be used all the same, until you close PTStudio; next time you are "
                                "asked for it again.", message=tr(known.message)))  # fmt: skip
        self.failure.show()
        self.fit()
