"""A button that opens a menu of what is done more rarely; knows nothing of what that is."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ptstudio.app.icons import icon
from ptstudio.app.theme import theme
from ptstudio.app.widgets.text import Button


class MenuButton(Button):
    """Opened by a click, Space or Return; the arrow keys go through it."""

    def __init__(self, text: str, name: str, icon_name: str = "") -> None:
        super().__init__(text, "plain", icon_name)
        self.setAccessibleName(name)
        self._actions: list[tuple[QAction, str]] = []
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        theme().changed.connect(self._redraw_actions)

    def add(self, text: str, icon_name: str, do: Callable[[], object], tip: str = "") -> QAction:
        """Add something that can be done."""
        action = self._menu.addAction(icon(icon_name), text)
        action.setToolTip(tip)
        action.triggered.connect(lambda _is_checked: do())
        self._actions.append((action, icon_name))
        return action

    def include(self, action: QAction) -> None:
        """Offer an action that belongs to somebody else; without any that can be done, there is nothing to open."""
        self._menu.addAction(action)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(any(action.isEnabled() for action in self._menu.actions()))

    def _redraw_actions(self) -> None:
        for action, icon_name in self._actions:
            action.setIcon(icon(icon_name))
