"""A notice that stands above every page; knows no page."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.notice import Notice


class StandingNotice(QWidget):
    """Hidden until there is something to say, and again once it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self.notice.closed.connect(self.hide)
        inside = column(self.notice)
        inside.setContentsMargins(Space.large, Space.medium, Space.large, 0)
        self.setLayout(inside)
        self.hide()
