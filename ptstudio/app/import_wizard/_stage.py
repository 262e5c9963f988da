"""The contract of a stage of the import wizard: a heading, a sentence, a place for messages, and the content below."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWizardPage
from typing_extensions import override

from ptstudio.app.import_draft import ImportDraft
from ptstudio.app.import_wizard.source_reader import SourceReader
from ptstudio.app.import_wizard.trial import Trial
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.text import label


@dataclass(frozen=True)
class Bench:
    """What all stages work on."""

    session: Session
    draft: ImportDraft
    trial: Trial
    reader: SourceReader


class Stage(QWizardPage):
    """A stage; a subclass fills `self.body`, and says by `isComplete` whether the next one may come."""

    def __init__(self, bench: Bench, heading: str, sentence: str) -> None:
        super().__init__()
        self.bench = bench
        self.heading = heading
        self.setAccessibleName(heading)
        self.notice = Notice()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.medium)
        words = column(label(heading, "title"), label(sentence, "muted"), gap=Space.tight)
        inside = column(words, self.notice, self.body, gap=Space.medium, margin=Space.medium)
        inside.setStretch(2, 1)
        self.setLayout(inside)

    @property
    def draft(self) -> ImportDraft:
        """The import that is being put together."""
        return self.bench.draft

    def leave(self) -> None:
        """Let go what the stage does in the background; the wizard is closing."""

    @override
    def cleanupPage(self) -> None:
        """Going back keeps what was decided here."""
