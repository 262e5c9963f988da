"""“Adapt to your texts first”: what it does, which texts it reads and how often, asked before it starts."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from ptstudio.app import formats
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.text import Button, IconButton, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.data._table_of_texts import SUFFIXES as TABLES
from ptstudio.data._text_files import SUFFIXES as TEXTS

USUAL_EPOCHS, MOST_EPOCHS = 3, 100


class PretrainStart(TitledDialog):
    """`own` is how many training samples there are; `more` becomes the place of texts without labels, if any."""

    def __init__(self, parent: QWidget, own: int, model: str) -> None:
        super().__init__(parent, tr("Adapt to your texts first"))
        self.more: Path | None = None
        self.chosen = ElidedLabel("", "muted")
        self.chosen.setAccessibleName(tr("More texts without labels"))
        self.leave_out = IconButton("close", tr("Leave these texts out"))
        self.leave_out.clicked.connect(partial(self.take, None))
        self.epochs = QSpinBox()
        self.epochs.setRange(1, MOST_EPOCHS)
        self.epochs.setValue(USUAL_EPOCHS)
        self.epochs.setSuffix(" " + tr("times"))
        self.epochs.setAccessibleName(tr("How often each text is read"))
        self.start, cancel = Button(tr("Start"), "primary", "play"), Button(tr("Cancel"))
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        own_words = label(tr("It reads the texts of your {count} training samples.", count=formats.count(own)))
        self.lay_out(*_explained(model), own_words, self._texts(), self._often(), buttons=row(None, cancel, self.start))
        self.take(None)
        self.start.setFocus()

    def take(self, more: Path | None) -> None:
        """Read these texts as well; None for no more than those of the samples."""
        self.more = more
        self.chosen.show_text(str(more) if more is not None else tr("None are chosen."))
        self.leave_out.setVisible(more is not None)

    def _texts(self) -> QWidget:
        """Which more texts, and buttons that choose them."""
        file, folder = Button(tr("Choose a file…"), icon_name="file"), Button(tr("Choose a folder…"), icon_name="open")
        file.clicked.connect(self._choose_file)
        folder.clicked.connect(self._choose_folder)
        place = row(self.chosen, self.leave_out)
        place.setStretch(0, 1)
        choosing = row(_named(tr("More texts without labels:")), None, file, folder)
        return boxed(column(choosing, place, gap=Space.tight))

    def _often(self) -> QWidget:
        words = _named(tr("Read each text"))
        words.setBuddy(self.epochs)
        return boxed(row(words, self.epochs, None))

    def _choose_file(self) -> None:
        kinds = tr("Texts and tables ({patterns})", patterns=" ".join(f"*{suffix}" for suffix in (*TEXTS, *TABLES)))
        self.take(choose_file(self, tr("Texts without labels"), kinds) or self.more)

    def _choose_folder(self) -> None:
        self.take(choose_folder(self, tr("A folder of texts without labels")) or self.more)


def _explained(model: str) -> tuple[QLabel, QLabel]:
    """What it is, and when it is worth while."""
    what = tr(
        "“{model}” has learned from other texts than yours. Here it reads yours before it is trained: words in them "
        "are hidden, and it learns to guess them, which needs no labels. The outcome is another model in your library; "
        "the one that you have stays as it is.",
        model=model,
    )
    when = tr(
        "Worth while where your texts are full of special words, and you have many more texts than labels. A model "
        "that was made to compare sentences, such as all-MiniLM-L6-v2, may lose more than it gains. How much better it "
        "guesses, and what that is good for, is measured on the validation samples at the end."
    )
    return label(what), label(when, "muted")


def _named(text: str) -> QLabel:
    words = label(text)
    words.setWordWrap(False)
    return words
