"""The last stage: the name, what will be imported, what changes; then the import itself, with progress and Stop."""

import re
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit
from typing_extensions import override

from ptstudio.app import formats, sample_words, split_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.import_draft import inspect_command
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.marked_counts import counts_words
from ptstudio.app.revision_changes import change_words, class_changes
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.changes_table import ChangesTable
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import card, column, row, scrolled
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.dataset import Revision
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed, RunFinished, RunStopped
from ptstudio.core.requests import Stop

DELAY_MS = 600
"""How long a person is let type a name before the samples are divided anew."""
MOST_NAMED = 12
_NAME = re.compile(r"[\w][\w.-]*")


class DoneStage(Stage):
    """`imported(key)` is emitted when the new revision is there."""

    imported = Signal(str)

    def __init__(self, bench: Bench) -> None:
        super().__init__(
            bench,
            tr("Ready to import"),
            tr("A revision is made of these decisions. Your files stay where they are; a ZIP is unpacked once."),
        )
        self._run: Path | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY_MS)
        self._later.timeout.connect(self._count_again)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the dataset"))
        self.name.setMaxLength(60)
        self.name.textChanged.connect(self._rename)
        self._name_words = label("", "small")
        self._make_facts()
        self._change = label("")
        self.copy = Button(tr("Copy as command"), "quiet", "terminal", tr("The command that looks at the same data"))
        self.copy.clicked.connect(self._copy_command)
        self.progress = JobProgress(tr("Stop importing; nothing is changed then."))
        self.progress.stopped.connect(self._stop)
        called = card(label(tr("Name of the dataset"), "heading"), self.name, self._name_words)
        imported = card(label(tr("What will be imported"), "heading"), self._facts, row(None, self.copy))
        self.changes = ChangesTable(tr("What changes in each class"))
        self._change_card = card(label(tr("What changes"), "heading"), self._change, self.changes)
        self.body.addWidget(
            scrolled(column(called, imported, self._change_card, None, gap=Space.medium), self.title()), 1
        )
        self.body.addWidget(self.progress)
        self.body.addStretch(0)
        bench.trial.changed.connect(self._show)
        bench.session.changed.connect(self._hear)

    # ------------------------------------------------------------------ Qt's wizard

    @override
    def initializePage(self) -> None:
        """Sum up."""
        self.name.setText(self.draft.dataset)
        self._show()

    @override
    def isComplete(self) -> bool:
        """Once the name can be that of a folder, and nothing is being imported yet."""
        return _NAME.fullmatch(self.draft.dataset) is not None and not self.is_importing

    @property
    def is_importing(self) -> bool:
        """Whether the import is under way."""
        return self._run is not None

    @override
    def leave(self) -> None:
        self._later.stop()

    def start(self) -> None:
        """Begin the import; `imported` tells when it is done."""
        self.notice.hide()
        self._later.stop()
        self.bench.trial.stop()
        try:
            self._run = self.bench.session.start(self.draft.job())
        except PTStudioError as error:
            self.notice.show_message("error", tr(error.message), tr(error.hint))
            return
        self.progress.show_progress(tr("Importing"), tr("Starting…"))
        self._update()

    # ------------------------------------------------------------------ inside

    def _make_facts(self) -> None:
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(Space.large)
        self._facts.setVerticalSpacing(Space.small)
        self._facts.setColumnStretch(1, 1)
        keys = ("source", "classes", "dropped", "split", "counts", "marked")
        self._values = {key: label("", is_selectable=True) for key in keys}
        titles = (tr("From"), tr("Classes"), tr("Left out"), tr("Shares"), tr("Samples"), tr("Marked"))
        self._headings = {key: label(title, "muted") for key, title in zip(keys, titles, strict=True)}
        for place, (heading, value) in enumerate(zip(self._headings.values(), self._values.values(), strict=True)):
            heading.setWordWrap(False)
            self._facts.addWidget(heading, place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, place, 1)

    def _show(self) -> None:
        draft, outcome = self.draft, self.bench.trial.outcome
        source = str(draft.source or "")
        shown = sample_words.with_corrected(draft.kind, source) if draft.takes_inbox else source
        self._values["source"].setText(shown)
        classes = draft.classes.outcome
        self._values["classes"].setText(_listed(classes))
        self._values["dropped"].setText(_listed(draft.classes.dropped) or tr("nothing"))
        self._values["split"].setText(split_words.shares_words(draft.split))
        if outcome is not None:
            totals = [formats.count(number) for number in outcome.counts.totals.values()]
            words = tr("{total}: {train} for training, {validation} for validation, {test} for test",
                       total=formats.count(outcome.counts.total), train=totals[0], validation=totals[1],
                       test=totals[2])  # fmt: skip
        elif self.bench.trial.run is not None:
            words = tr("being counted…")
        else:
            words = tr("about {count}", count=formats.count(sum(classes.values())))
        self._values["counts"].setText(words)
        self._show_marked()
        self._show_change()

    def _show_marked(self) -> None:
        """What is marked in the samples, where that is counted and known by now."""
        outcome, kind = self.bench.trial.outcome, self.draft.kind
        words = counts_words(kind, outcome.counts) if outcome is not None else ""
        self._values["marked"].setText(words)
        for part in (self._headings["marked"], self._values["marked"]):
            part.setVisible(bool(words))

    def _show_change(self) -> None:
        revisions, outcome = self._revisions(), self.bench.trial.outcome
        last = next((revision for revision in reversed(revisions) if not revision.is_for_measuring), None)
        self._change_card.setVisible(last is not None)
        if last is None:
            self._name_words.setText(tr("A new dataset. Importing under the same name again makes a new revision."))
            return
        self._name_words.setText(
            tr("There is a dataset of this name: revision {number} will be made.", number=revisions[-1].number + 1)
        )
        sticky = tr("Samples that are known already keep their split; new ones are divided as you chose.")
        change = outcome.change if outcome is not None else None
        self._change.setText(f"{change_words(change, last.number)}\n{sticky}" if change is not None else sticky)
        rows = class_changes(change, last.counts) if change is not None else []
        self.changes.show_changes(rows)
        self.changes.setVisible(bool(rows))

    def _revisions(self) -> list[Revision]:
        project = self.bench.session.project
        is_known = project is not None and self.draft.dataset in project.datasets()
        return project.revisions(self.draft.dataset) if project is not None and is_known else []

    def _rename(self, name: str) -> None:
        self.draft.dataset = name.strip()
        if _NAME.fullmatch(self.draft.dataset):
            self._show_change()
            self._later.start()
        else:
            self._name_words.setText(tr("Use letters, digits, hyphens, underscores and full stops."))
        self.completeChanged.emit()

    def _count_again(self) -> None:
        """Under another name, other samples are known already."""
        if not self.is_importing and not self.bench.trial.is_stopped:
            self.bench.trial.ask(self.draft.trial_job())

    def _copy_command(self) -> None:
        command = inspect_command(self.draft.source or "", self.draft.options())
        QGuiApplication.clipboard().setText(command)
        self.notice.show_message("info", tr("Copied. This command looks at the same data in a terminal:"), command)

    def _stop(self) -> None:
        if self._run is not None:
            self.bench.session.ask(self._run, Stop())

    def _update(self) -> None:
        self.name.setEnabled(not self.is_importing)
        self.progress.setVisible(self.is_importing)
        self.completeChanged.emit()

    def _hear(self, change: Change) -> None:
        if change.topic is not Topic.RUN or change.run is None or change.run != self._run:
            return
        match change.event:
            case RunFinished(result=result):
                self._finish(str(result["revision"]))
            case RunFailed() as failure:
                self._end("error", tr(failure.message), tr(failure.hint), failure.details)
            case RunStopped():
                self._end("info", tr("The import was stopped."), tr("Nothing was changed. You can start it again."))
            case _:
                self._show_progress()

    def _show_progress(self) -> None:
        run = self.bench.session.runs.get(self._run) if self._run is not None else None
        if run is None or run.stage is None:
            return
        total = sum(self.draft.classes.outcome.values())
        done = run.progress.done if run.progress else 0
        is_reading = run.stage.stage == "read"
        words = tr("{done} of {total}", done=formats.count(done), total=formats.count(total)) if is_reading else ""
        self.progress.show_progress(tr(run.stage.title), words, done, total if is_reading else None)

    def _end(self, kind: str, message: str, hint: str, details: str = "") -> None:
        self._run = None
        self.notice.show_message(kind, message, hint, details)
        self._update()

    def _finish(self, key: str) -> None:
        self._run = None
        try:
            self.bench.session.choose_revision(key)
        except PTStudioError as error:
            self._end("error", tr(error.message), tr(error.hint))
            return
        self._update()
        self.imported.emit(key)


def _listed(classes: Collection[str]) -> str:
    """The names of a few classes, the number of many."""
    return ", ".join(classes) if len(classes) <= MOST_NAMED else formats.count(len(classes))
