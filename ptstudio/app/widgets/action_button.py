"""A button for an action that is found in menus too: on and off with it, with its tip; knows not what it does."""

from PySide6.QtGui import QAction

from ptstudio.app.widgets.text import Button


class ActionButton(Button):
    """Looks as a button of its `kind`, in words of its own where the action's are too long for it."""

    def __init__(self, action: QAction, icon_name: str, kind: str = "plain", words: str = "") -> None:
        super().__init__(words or action.text(), kind, icon_name)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
