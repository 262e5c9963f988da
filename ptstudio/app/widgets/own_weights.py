"""Says how other weights come in, with buttons for a file, for a folder, and for the Hub."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label


class OwnWeights(QFrame):
    """`file_wanted` and `folder_wanted` ask for a dialog to choose one, `hub_wanted` for one to search the Hub."""

    file_wanted = Signal()
    folder_wanted = Signal()
    hub_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "drop")
        self.file, self.folder, self.hub = (
            Button(tr("Add a file…"), "plain", "file"),
            Button(tr("Add a folder…"), "plain", "open"),
            Button(tr("Search the Hub…"), "plain", "search"),
        )
        self.file.clicked.connect(self.file_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.hub.clicked.connect(self.hub_wanted)
        words = tr("Drop your own weights here: a .pth, .pt or .safetensors file, or a Hugging Face folder. "
                   "Nothing in it is run.")  # fmt: skip
        inside = row(label(words, "muted"), self.file, self.folder, self.hub, margin=Space.small)
        inside.setStretch(0, 1)
        self.setLayout(inside)
