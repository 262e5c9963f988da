"""Labels by what they are for, buttons by how much they matter; every one has a name that can be read aloud."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QToolButton, QWidget
from typing_extensions import override

from ptstudio.app.icons import icon, pixmap
from ptstudio.app.theme import theme


def label(text: str, role: str = "body", *, is_selectable: bool = False) -> QLabel:
    """A text that wraps; `role` is display, title, heading, body, muted, small, good, warning or bad."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("role", role)
    if is_selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def link(address: str) -> QLabel:
    """An address that opens in the browser."""
    shown = escape(address)
    made = QLabel(f'<a href="{shown}">{shown}</a>')
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setOpenExternalLinks(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    made.setAccessibleName(address)
    return made


def set_role(made: QLabel, role: str) -> None:
    """Give a label another role."""
    if made.property("role") != role:
        made.setProperty("role", role)
        restyle(made)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet anew after a property that it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key was Return or Enter, for which Qt presses a button in dialogs only; then it is pressed."""
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if is_enter:
        button.click()
    return is_enter


class Button(QPushButton):
    """A push button; `kind` is plain, primary, quiet or danger, `icon_name` one of `icons`."""

    def __init__(self, text: str, kind: str = "plain", icon_name: str = "", tip: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self._icon_name, self._colour = icon_name, {"primary": "on_accent", "danger": "bad"}.get(kind, "text")
        if tip:
            self.setToolTip(tip)
        self.setAutoDefault(False)
        theme().changed.connect(self._redraw)
        self._redraw()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return does as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._redraw()

    def _redraw(self) -> None:
        if self._icon_name:
            self.setIcon(icon(self._icon_name, self._colour))


class IconButton(QToolButton):
    """A small button with an icon alone; its `name` is its tool tip and what is read aloud."""

    def __init__(self, icon_name: str, name: str, *, is_checkable: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setCheckable(is_checkable)
        self._icon_name = icon_name
        theme().changed.connect(self._redraw)
        self._redraw()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return does as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def _redraw(self) -> None:
        self.setIcon(icon(self._icon_name))


class Sign(QLabel):
    """An icon of `side` pixels in a colour of the theme, beside words that say the same."""

    def __init__(self, icon_name: str, colour: str = "text", side: int = 20) -> None:
        super().__init__()
        self._look, self._side = (icon_name, colour), side
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self._redraw)
        self._redraw()

    def show_icon(self, icon_name: str, colour: str = "text") -> None:
        """Show another icon."""
        self._look = icon_name, colour
        self._redraw()

    def _redraw(self) -> None:
        self.setPixmap(pixmap(*self._look, self._side))


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made
