"""The second stage: what was found; the format and why, counts, findings, and a table's columns."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget
from typing_extensions import override

from ptstudio.app import file_opening, formats
from ptstudio.app.background import Background
from ptstudio.app.finding_words import export_findings
from ptstudio.app.import_wizard._stage import Bench, Stage
from ptstudio.app.import_wizard.inbox_offer import InboxOffer
from ptstudio.app.inbox import Inbox
from ptstudio.app.placed_tasks import has_boxes
from ptstudio.app.source_opening import NoLongerWantedError, Opened, OtherTaskError, open_source, sureness
from ptstudio.app.source_samples import FoundSamples
from ptstudio.app.task_formats import formats_of
from ptstudio.app.text_names import text_names
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.counts_table import CountsTable
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.findings_table import FindingsTable
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import card, column, row
from ptstudio.app.widgets.table_preview import TablePreview
from ptstudio.app.widgets.text import Button, label, set_role
from ptstudio.core.dataset import Finding, Written
from ptstudio.core.errors import PTStudioError
from ptstudio.data._corrected import corrected_samples
from ptstudio.tasks import all_tasks


class FoundStage(Stage):
    """Looks at once, then has a worker read every sample; both can be stopped, and neither need be waited for.

    `new_project_requested(source, task)` is emitted where the data are for another task, and a person agrees.
    """

    unpacked = Signal(int, int)
    new_project_requested = Signal(object, str)

    def __init__(self, bench: Bench) -> None:
        super().__init__(
            bench,
            tr("What was found"),
            tr("PTStudio looks at every sample once, so that nothing surprises you later. You can go on meanwhile."),
        )
        self._background = Background(self, threads=1)
        self._looked_at: object = None
        self._opened: Opened | None = None
        self._turn = 0
        self.is_opened = False
        self.format = DropDown()
        self.format.setAccessibleName(tr("Format of the data"))
        self.format.addItem(tr("Recognise the format"), None)
        for kind in formats_of(self.draft.task):
            self.format.addItem(tr(kind.title), kind.key)
        self.format.setMaximumWidth(260)
        self.format.activated.connect(self._overrule)
        self._title, self._why = label("", "heading"), label("", is_selectable=True)
        self._sure = label("", "good")
        self._sure.setWordWrap(False)
        self.inbox = InboxOffer()
        self.inbox.toggled.connect(self._take_inbox)
        self.progress = JobProgress(tr("Stop looking; you can go on, or look again."))
        self.progress.stopped.connect(self._stop)
        self.again = Button(tr("Look again"), icon_name="undo")
        self.again.clicked.connect(self._look_again)
        self.counts = CountsTable(tr("Samples that can be used"))
        self.findings = FindingsTable()
        self.findings.folder_requested.connect(file_opening.open_folder_of)
        self.findings.export_requested.connect(self._export)
        self.columns = TablePreview()
        self.columns.mapped.connect(self._map)
        self.columns.writing.changed.connect(self._rewrite)
        self._lay_out()
        self.unpacked.connect(self._show_unpacking)
        bench.trial.changed.connect(self._show_trial)

    def _lay_out(self) -> None:
        top = row(self._title, self._sure, self.format, gap=Space.medium)
        top.setStretch(0, 1)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("What was found"))
        self._columns_tab = _tab(self.columns)
        self._findings_tab = _tab(self.findings)
        self._samples_tab = _tab(self.counts)
        self.tabs.addTab(self._samples_tab, tr("Samples"))
        self.tabs.addTab(self._findings_tab, tr("Findings"))
        self.body.addWidget(card(top, self._why, self.inbox))
        self.body.addWidget(self.progress)
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.tabs, 1)
        self.body.addStretch(0)
        self.again.hide()

    # ------------------------------------------------------------------ Qt's wizard

    @override
    def initializePage(self) -> None:
        """Look at the data, unless that is what was looked at last."""
        wish = (self.draft.source, self.draft.format, tuple(self.draft.columns.items()), self.draft.written)
        if wish != self._looked_at:
            self._looked_at = wish
            self._look()

    @override
    def isComplete(self) -> bool:
        """Once the format is known and nothing says that the data is of no use."""
        return self.is_opened and self.bench.trial.failure is None

    @override
    def leave(self) -> None:
        self._turn += 1
        self._background.wait()

    # ------------------------------------------------------------------ looking

    def _look(self) -> None:
        source = self.draft.source
        if source is None:
            return
        self.is_opened = False
        self._turn += 1
        self.notice.hide()
        self.again.hide()
        self.bench.trial.forget()
        self._background.drop()
        self._title.setText(tr("Looking…"))
        self._why.setText(str(source))
        self._sure.clear()
        self.format.setCurrentIndex(max(0, self.format.findData(self.draft.format)))
        self._show_inbox()
        self.counts.show_counts(None, self.draft.kind)
        self._show_findings(None)
        self.progress.show_progress(tr("Looking at the data"), str(source))
        draft = self.draft
        tell = partial(self._tell_unpacking, self._turn)
        look = partial(open_source, source, self.bench.trial.home, draft.task, draft.options(), tell)
        self._background.do(look, self._take, self._fail)
        self.completeChanged.emit()

    def _tell_unpacking(self, turn: int, done: int, total: int) -> None:
        """Called in the thread."""
        if turn != self._turn:
            raise NoLongerWantedError
        self.unpacked.emit(done >> 10, total >> 10)

    @Slot(int, int)
    def _show_unpacking(self, done: int, total: int) -> None:
        if not self.is_opened and self.progress.isVisible():
            words = tr("{done} of {total}", done=formats.byte_size(done << 10), total=formats.byte_size(total << 10))
            self.progress.show_progress(tr("Unpacking"), words, done, total)

    def _take(self, opened: object) -> None:
        if not isinstance(opened, Opened):
            return
        self.is_opened = True
        draft, recognition = self.draft, opened.recognition
        draft.opened = opened.place
        self._title.setText(tr(opened.kind.title))
        self._why.setText(formats.sentence(tr(recognition.reason)))
        set_role(self._sure, sureness(recognition.confidence))
        self._sure.setText(
            tr("chosen by you")
            if draft.format is not None
            else tr("{share} sure", share=formats.share(recognition.confidence, 0))
        )
        self._opened = opened
        self._show_columns(opened)
        self.tabs.show()
        self._read()

    def _read(self) -> None:
        """Read the names of all samples here, and have a worker open them."""
        draft, opened, project = self.draft, self._opened, self.bench.session.project
        if opened is None:
            return
        draft.samples = FoundSamples(text_names(draft.task), as_boxes=has_boxes(draft.task))
        kind = all_tasks()[draft.task].files()
        corrected = corrected_samples(project, draft.dataset, kind, takes_inbox=draft.takes_inbox) if project else ()
        self.bench.reader.read(opened.kind, opened.place, draft.options(), draft.samples, corrected)
        self.bench.trial.ask(draft.trial_job())
        self.completeChanged.emit()

    def _fail(self, error: Exception) -> None:
        self.progress.hide()
        self.tabs.hide()
        if isinstance(error, NoLongerWantedError):
            self._show_stopped()
        elif isinstance(error, OtherTaskError):
            self._offer_new_project(error)
        elif isinstance(error, PTStudioError):
            self._title.setText(tr("Nothing that can be used"))
            self.notice.show_message("error", tr(error.message), tr(error.hint))
        else:
            self.notice.show_message(
                "error", tr("The data cannot be looked at."), tr("Choose another place, or try again."), str(error)
            )
        self.completeChanged.emit()

    def _offer_new_project(self, found: OtherTaskError) -> None:
        """Say what the data are for, and what can be done with them."""
        tasks = all_tasks()
        self._title.setText(tr("Data for another task"))
        self._why.setText(tr(found.message))
        begin = Button(tr("Begin a new project with them"), "primary", "add")
        begin.clicked.connect(partial(self.new_project_requested.emit, self.draft.source, found.task))
        self.notice.show_message(
            "info",
            tr("These data are for “{task}”", task=tr(tasks[found.task].title)),
            tr(
                "This project is for “{task}”, and stays as it is. A project has one task: begin a new one for the "
                "other. If the data are for this one all the same, choose their format by hand.",
                task=tr(tasks[self.draft.task].title),
            ),
            actions=(begin,),
        )

    def _show_columns(self, opened: Opened) -> None:
        place = self.tabs.indexOf(self._columns_tab)
        if opened.preview is None:
            if place >= 0:
                self.tabs.removeTab(place)
            return
        if "group" in opened.preview.mapping and self.draft.split.group_by == "none":
            self.draft.split = self.draft.split.model_copy(update={"group_by": "folder"})
        preview = opened.preview
        self.columns.show_table(preview.fields, preview.columns, preview.rows, preview.mapping)
        self.columns.writing.show_written(preview.delimiter, preview.quote, self.draft.written)
        if place < 0:
            self.tabs.insertTab(0, self._columns_tab, tr("Columns"))
            self.tabs.setCurrentIndex(0)

    # ------------------------------------------------------------------ the dry import

    def _show_trial(self) -> None:
        trial = self.bench.trial
        if not self.is_opened:
            return
        self.again.setVisible(trial.is_stopped)
        if trial.run is not None:
            done = trial.run.progress.done if trial.run.progress else 0
            total = len(self.draft.samples.files) if self.bench.reader.is_done else None
            words = tr("{some} so far", some=formats.samples(done)) if done else tr("Starting…")
            self.progress.show_progress(tr("Looking at every sample once"), words, done, total)
        else:
            self.progress.hide()
        for content in (self._samples_tab, self._findings_tab):
            self.tabs.setTabEnabled(self.tabs.indexOf(content), trial.failure is None)
        self.tabs.setVisible(trial.failure is None or self.tabs.indexOf(self._columns_tab) >= 0)
        if trial.failure is not None:
            self.notice.show_message("error", tr(trial.failure.message), tr(trial.failure.hint), trial.failure.details)
        elif trial.outcome is not None:
            self.notice.hide()
            self.counts.show_counts(trial.outcome.counts, self.draft.kind)
            self._show_findings(trial.outcome.findings)
        self.completeChanged.emit()

    def _show_findings(self, findings: tuple[Finding, ...] | None) -> None:
        """Show what was found; None as long as that is not known."""
        self.findings.show_findings(findings or ())
        self.findings.setVisible(findings is not None)
        known = tr("Findings ({count})", count=formats.count(len(findings or ())))
        self.tabs.setTabText(self.tabs.indexOf(self._findings_tab), tr("Findings") if findings is None else known)

    def _show_stopped(self) -> None:
        self._title.setText(tr("Stopped"))
        self.again.show()

    # ------------------------------------------------------------------ what a person does

    def _stop(self) -> None:
        self._turn += 1
        self.progress.hide()
        self.bench.trial.stop()
        if not self.is_opened:
            self._show_stopped()

    def forget(self) -> None:
        """Other data, or the same data anew, is about to be looked at."""
        self._turn += 1
        self._looked_at = None
        self.is_opened = False

    def _look_again(self) -> None:
        if self.is_opened:
            self.bench.trial.ask(self.draft.trial_job())
        else:
            self._look()

    def _show_inbox(self) -> None:
        """Offer the samples that a person has corrected, for data that is known: they are for its next revision."""
        project = self.bench.session.project
        waiting = Inbox(project.inbox_folder()).count() if project is not None else 0
        self.draft.takes_inbox = bool(waiting) and self.draft.is_known
        self.inbox.show_offer(waiting, self.draft.kind, is_wanted=self.draft.takes_inbox)

    def _take_inbox(self, is_wanted: bool) -> None:
        self.draft.takes_inbox = is_wanted
        if self.is_opened:
            self._read()

    def _overrule(self) -> None:
        self.draft.format, self.draft.columns = self.format.currentData(), {}
        self.initializePage()

    def _map(self, mapping: dict[str, str]) -> None:
        self.draft.columns = mapping
        if not mapping.get("group") and self.draft.split.group_by == "folder":
            self.draft.split = self.draft.split.model_copy(update={"group_by": "none"})
        self.initializePage()

    def _rewrite(self, written: Written) -> None:
        """Read the table as a person says that it is written; its columns may be others then."""
        self.draft.written, self.draft.columns = written, {}
        self.initializePage()

    def _export(self, path: Path, findings: list[Finding]) -> None:
        try:
            export_findings(path, findings)
        except PTStudioError as error:
            self.notice.show_message("error", error.message, error.hint)
        else:
            self.notice.show_message("good", tr("Written: {path}", path=path))


def _tab(content: QWidget) -> QWidget:
    made = QWidget()
    inside = column(content, None, margin=Space.medium)
    inside.setStretch(0, 100)
    made.setLayout(inside)
    return made
