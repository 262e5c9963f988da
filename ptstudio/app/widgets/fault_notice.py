"""What of the library cannot be found or read, with the way out; mends nothing itself."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from ptstudio.app.translation import tr
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.text import Button
from ptstudio.library.faults import Fault


class FaultNotice(Notice):
    """`remove_wanted(Path)` is emitted when a person wants a model's unreadable folder out of the library."""

    remove_wanted = Signal(object)

    def show_faults(self, found: Sequence[Fault]) -> None:
        """Show these; hidden where there are none."""
        if not found:
            self.hide()
            return
        actions = tuple(self._removal(fault.folder) for fault in found if _can_be_removed(fault))
        messages = [tr(fault.error.message) for fault in found]
        hints = dict.fromkeys(_hint(fault) for fault in found)
        several = [tr("{count} parts of the library cannot be found or read.", count=len(found))] if found[1:] else []
        title, *lines = (*several, *messages, *hints)
        self.show_message("error", title, "\n".join(lines), actions=actions)

    def _removal(self, folder: Path) -> Button:
        button = Button(tr("Remove “{name}”…", name=folder.name), "plain", "remove")
        button.clicked.connect(partial(self._ask, folder))
        return button

    def _ask(self, folder: Path, _is_checked: bool = False) -> None:
        title = tr("Remove “{name}” from the library?", name=folder.name)
        text = tr(
            "It is kept among what was removed, until you delete that for good under “What takes how much disk…”. "
            "What was trained with it stays as it is."
        )
        if is_confirmed(self, title, text, tr("Remove")):
            self.remove_wanted.emit(folder)


def _can_be_removed(fault: Fault) -> bool:
    return fault.is_own and not fault.is_absent


def _hint(fault: Fault) -> str:
    """What to do, by the buttons of the window rather than by a command."""
    if not _can_be_removed(fault):
        return tr(fault.error.hint)
    return tr(
        "Get or add the model again under its name, which replaces it, or remove it. Where a newer PTStudio has "
        "written it, update this one."
    )
