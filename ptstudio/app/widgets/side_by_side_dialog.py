"""A window of its own in which things stand side by side; knows not which."""

from PySide6.QtWidgets import QLabel, QLayout, QScrollArea, QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.titled_dialog import TitledDialog


class SideBySideDialog(TitledDialog):
    """A title, a note where there is one, what is compared, scrolled where it is long, and a button to close."""

    def __init__(
        self, parent: QWidget, title: str, compared: QLayout, size: tuple[int, int], note: QLabel | None = None
    ) -> None:
        super().__init__(parent, title, size)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(compared)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("The comparison"))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        above = [note] if note is not None else []
        self.lay_out(*above, scroll, buttons=row(None, close), growing=len(above))
        close.setFocus()
