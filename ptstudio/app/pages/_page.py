"""The contract of a page: a title, one sentence on what it is for, one primary action, and the content below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.change import Change, Topic
from ptstudio.app.dropped import destination_of
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_hint import DropHint
from ptstudio.app.widgets.dropping import dropped_files, held_files, welcome_files
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.text import Button, IconButton, label
from ptstudio.core.errors import PTStudioError


class Page(QScrollArea):
    """A step of the user's way.

    A subclass fills `self.body` in `build` and redraws in `update_for`. `leave_for(key)` asks for another page,
    `handed_on(key, paths)` for one that takes what was dropped here.
    """

    key: ClassVar[str]
    leave_for = Signal(str)
    handed_on = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus; keys that scroll come up to it
        self.setAccessibleName(self.title())
        self._title = label(self.title(), "title")
        self._sentence = label(self.sentence(), "muted")
        self.primary: Button | None = None
        self._actions = row()
        self._copy = IconButton("terminal", tr("Copy this page’s action as a command"))
        self._copy.clicked.connect(self.copy_command)
        self.notice = Notice()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.medium)
        words = column(self._title, self._sentence, gap=Space.tight)
        top = row(words, self._actions, gap=Space.large)
        top.setStretch(0, 1)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setLayout(column(top, self.notice, self.body, gap=Space.large, margin=Space.large))
        self.setWidget(inside)
        self.viewport().setAcceptDrops(True)
        self._drop_hint = DropHint(self)
        self.build()
        if self.command() is not None:
            self._actions.addWidget(self._copy)
        session.changed.connect(self._changed)
        self.update_for(None)

    # ------------------------------------------------------------------ what a page says

    def title(self) -> str:
        """The page's name."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What the page is for."""
        raise NotImplementedError

    def build(self) -> None:
        """Make the widgets, once."""
        raise NotImplementedError

    def update_for(self, change: Change | None) -> None:
        """Redraw after a change; None at the first time."""
        raise NotImplementedError

    def command(self) -> str | None:
        """The command line that does what the page's primary action does, if there is one."""
        return None

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Do what this page does with files of the kind that `destination_of` sends to it. Raises PTStudioError."""

    # ------------------------------------------------------------------ what a page can use

    def say_sentence(self) -> None:
        """Say anew what the page is for, where that depends on what is open."""
        self._sentence.setText(self.sentence())

    def set_primary(self, text: str, icon_name: str, action: Callable[[], None]) -> Button:
        """Make the page's one primary button."""
        self.primary = Button(text, "primary", icon_name)
        self.primary.clicked.connect(lambda: self.attempt(action))
        self._actions.addWidget(self.primary)
        return self.primary

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something; what goes wrong is shown on the page as message and hint."""
        try:
            action()
        except PTStudioError as error:
            self.show_error(error)

    def show_error(self, error: PTStudioError, details: str = "") -> None:
        """Show what went wrong and what to do."""
        self.notice.show_message("error", error.message, error.hint, details)
        self.ensureWidgetVisible(self.notice)

    def copy_command(self) -> None:
        """Put the page's command on the clipboard."""
        command = self.command()
        if command:
            QGuiApplication.clipboard().setText(command)
            self.notice.show_message("info", tr("Copied. This command does the same in a terminal:"), command)

    def receive(self, paths: Sequence[Path]) -> None:
        """Do with dropped files what they are good for, here or on the page that does it."""
        destination = destination_of(paths, self.key, self.session)
        if destination.page == self.key:
            self.attempt(partial(self.take_dropped, paths))
        elif destination.page:
            self.handed_on.emit(destination.page, paths)
        else:
            self.notice.show_message("info", destination.words, destination.hint)
            self.ensureWidgetVisible(self.notice)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders anywhere, and say what will be done with them."""
        if welcome_files(event):
            self._drop_hint.show_words(destination_of(held_files(event), self.key, self.session).words)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is held over the page any more."""
        self._drop_hint.hide()
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Do what was said."""
        self._drop_hint.hide()
        paths = dropped_files(event)
        if paths:
            self.receive(paths)

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self.notice.hide()  # what it says is of another project
            self.verticalScrollBar().setValue(0)
        self.update_for(change)
