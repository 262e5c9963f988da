"""What a run ended with, and the buttons for what can be done with it."""

from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label, set_role


class RunDetails(QFrame):
    """The buttons are switched on and listened to by whoever knows the runs."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.heading, self.facts, self.hint = label("", "heading"), label("", "muted"), label("")
        self.message = label("", "bad", is_selectable=True)
        self.resume = Button(tr("Resume"), "plain", "resume", tr("Go on from the last checkpoint"))
        self.compare = Button(tr("Compare"), "plain", "evaluate", tr("Select two trainings to compare them"))
        self.open_folder = Button(tr("Open folder"), "plain", "open")
        self.show_log = Button(tr("Log"), "plain", "file", tr("Everything that was printed"))
        self.copy_command = Button(tr("Copy command"), "plain", "terminal", tr("The command that does the same"))
        self.delete = Button(tr("Delete…"), "danger", "remove")
        words = column(self.heading, self.facts, self.message, self.hint, gap=Space.tight)
        buttons = (self.resume, self.compare, self.open_folder, self.show_log, self.copy_command)
        self.setLayout(column(words, row(*buttons, None, self.delete), gap=Space.medium, margin=Space.medium))

    def show_words(self, heading: str, facts: str, message: str, hint: str, *, is_bad: bool) -> None:
        """Show what there is to say; message and hint only where something did not go well."""
        self.heading.setText(heading)
        for part, text in ((self.facts, facts), (self.message, message), (self.hint, hint)):
            part.setText(text)
            part.setVisible(bool(text))
        set_role(self.message, "bad" if is_bad else "warning")
