"""A longer text in a window of its own, to read and to copy: a model card, a log."""

from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.titled_dialog import TitledDialog

SIZE = (760, 620)


class TextViewer(TitledDialog):
    """Markdown is laid out, other text shown as it is; a log is shown at its end. It does not block the window."""

    def __init__(
        self, parent: QWidget, title: str, text: str, *, is_markdown: bool = False, is_log: bool = False
    ) -> None:
        super().__init__(parent, title, SIZE)
        self._text = text
        self.browser = QTextBrowser()
        self.browser.setAccessibleName(title)
        self.browser.setOpenLinks(False)
        if is_markdown:
            self.browser.setMarkdown(text)
        else:
            self.browser.setPlainText(text)
        if is_log:
            self.browser.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)
            self.browser.moveCursor(QTextCursor.MoveOperation.End)
        copy = Button(tr("Copy all"), "plain", "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        close = Button(tr("Close"), "primary")
        close.clicked.connect(self.accept)
        self.lay_out(self.browser, buttons=row(copy, None, close), growing=0)
