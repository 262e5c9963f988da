"""A window of its own in which things stand side by side; knows not which."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLayout, QScrollArea, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label


class SideBySideDialog(QDialog):
    """A title, a note where there is one, what is compared, scrolled where it is long, and a button to close."""

    def __init__(self, parent: QWidget, title: str, compared: QLayout, note: QLabel | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(compared)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("The comparison"))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        above = [label(title, "title"), *([note] if note is not None else [])]
        whole = column(*above, scroll, row(None, close), gap=Space.medium, margin=Space.large)
        whole.setStretch(len(above), 1)
        self.setLayout(whole)
