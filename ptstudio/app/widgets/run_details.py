"""What there is to say of the selected run, a note that a person writes about it, and buttons for what can be done."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.action_button import ActionButton
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.menu_button import MenuButton
from ptstudio.app.widgets.note_field import NoteField
from ptstudio.app.widgets.text import label, set_role


class RunDetails(QFrame):
    """The actions are switched on and listened to by whoever knows the runs."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.heading, self.facts, self.hint = label("", "heading"), label("", "muted"), label("")
        self.message = label("", "bad", is_selectable=True)
        self.repeatable = label("", "small")
        self.note = NoteField(tr("Note about this run"), tr("Write a note about this run: what you tried, and why"))
        self.resume = ActionButton(actions["resume"], "resume")
        self.again = MenuButton(tr("Run again"), tr("Ways to run it again"), "again")
        self.compare = ActionButton(actions["compare"], "evaluate")
        self.origin = ActionButton(actions["origin"], "origin", words=tr("Depends on…"))
        self.more = MenuButton(tr("More"), tr("More that can be done with it"), "more")
        self.delete = ActionButton(actions["delete"], "remove", "danger")
        for key in ("again", "change", "again_compare"):
            self.again.include(actions[key])
        for key in ("star", "rename", "folder", "log", "command"):
            self.more.include(actions[key])
        words = column(self.heading, self.facts, self.message, self.hint, self.repeatable, gap=Space.tight)
        buttons = row(self.resume, self.again, self.compare, self.origin, self.more, None, self.delete)
        self.setLayout(column(words, self.note, buttons, gap=Space.small, margin=Space.medium))

    def show_words(
        self, heading: str, facts: str, message: str = "", hint: str = "", repeatable: str = "", *, is_bad: bool = False
    ) -> None:
        """Show what there is to say; message and hint only where something did not go well."""
        self.heading.setText(heading)
        parts = ((self.facts, facts), (self.message, message), (self.hint, hint), (self.repeatable, repeatable))
        for part, text in parts:
            part.setText(text)
            part.setVisible(bool(text))
        set_role(self.message, "bad" if is_bad else "warning")
