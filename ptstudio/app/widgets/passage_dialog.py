"""A whole text to read, with what it is; knows no model."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ptstudio.app.text_rows import TextRow
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.passage_view import PassageView
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog

SIZE = (680, 480)


class PassageDialog(TitledDialog):
    """It does not block the window."""

    def __init__(self, parent: QWidget, shown: TextRow) -> None:
        super().__init__(parent, tr("A text"), SIZE)
        self.view = PassageView()
        self.view.show_passage(shown.passage)
        self.view.show_spans(shown.spans)
        self.facts = label(", ".join(filter(None, (shown.caption, shown.detail))), "heading")
        copy = Button(tr("Copy"), "plain", "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n\n".join(shown.passage.texts)))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.lay_out(self.facts, self.view, buttons=row(copy, None, close), growing=1)
