"""What can be done with runs: each with its words, its icon and its key, for buttons and menus alike."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ptstudio.app.icons import icon
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr

GROUPS = (
    ("show", "resume"),
    ("again", "change", "again_compare"),
    ("compare", "origin", "command"),
    ("star", "rename"),
    ("folder", "log"),
    ("delete",),
)
"""In the order of the context menu, with a line between groups."""


def _facts() -> dict[str, tuple[str, str, str]]:
    """Words, icon and tip of each."""
    return {
        "show": (tr("Show on its page"), "next", ""),
        "resume": (tr("Resume"), "resume", tr("Go on from the last checkpoint")),
        "again": (tr("Run again"), "again", tr("The same training once more, with everything it was done with")),
        "change": (tr("Run again and change…"), "settings", tr("Put all of it into the form, to change some of it")),
        "again_compare": (
            tr("Run again and compare"),
            "evaluate",
            tr("The same training once more; at its end both are put side by side"),
        ),
        "compare": (tr("Compare"), "evaluate", tr("Select two to six trainings to compare them")),
        "origin": (tr("What it depends on…"), "origin", tr("Settings, data, weights, versions and hardware")),
        "command": (tr("Copy command"), "terminal", tr("The command that does the same")),
        "star": (tr("Star"), "star", tr("Mark it as one that matters")),
        "rename": (tr("Rename"), "rename", ""),
        "folder": (tr("Open folder"), "open", ""),
        "log": (tr("Log"), "file", tr("Everything that was printed")),
        "delete": (tr("Delete…"), "remove", ""),
    }


_KEYS = {"star": "Space", "rename": "F2", "delete": "Del", "show": "Return"}
"""Keys that the table itself listens to; menus only say them."""


class RunsActions(QObject):
    """The actions by their keys; each does what it is given to do."""

    def __init__(self, parent: QWidget, deeds: dict[str, Callable[[], object]]) -> None:
        super().__init__(parent)
        self._icons = {key: icon_name for key, (_, icon_name, _) in _facts().items()}
        self.by_key: dict[str, QAction] = {}
        for key, (words, _, tip) in _facts().items():
            action = QAction(words, self)
            action.setToolTip(tip or words)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _is_checked, do=deeds[key]: do())
            if key in _KEYS:
                action.setShortcut(QKeySequence(_KEYS[key]))
            self.by_key[key] = action
        theme().changed.connect(self._redraw)
        self._redraw()

    def allow(self, key: str, is_allowed: bool, tip: str = "") -> None:
        """Switch an action on or off; a tip says why it is off."""
        action = self.by_key[key]
        action.setEnabled(is_allowed)
        action.setToolTip(tip or _facts()[key][2] or action.text())

    def trigger(self, key: str) -> None:
        """Do it, if that is allowed."""
        self.by_key[key].trigger()

    def menu(self, parent: QWidget) -> QMenu:
        """A menu of all of them, which is gone once it is closed."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, group in enumerate(GROUPS):
            if number:
                menu.addSeparator()
            menu.addActions([self.by_key[key] for key in group])
        return menu

    def _redraw(self) -> None:
        for key, action in self.by_key.items():
            action.setIcon(icon(self._icons[key]))
