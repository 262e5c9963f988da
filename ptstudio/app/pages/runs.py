"""The runs page: everything that was ever done in the project, the newest first, and what can be done with it."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from typing_extensions import override

from ptstudio.app import job_words, run_facts
from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.file_opening import open_file
from ptstudio.app.measured import has_report
from ptstudio.app.pages._page import Page
from ptstudio.app.pages._runs_trash import RunsTrash
from ptstudio.app.run_command import command_of
from ptstudio.app.run_comparison import can_compare, compared
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.row_table import RowTable
from ptstudio.app.widgets.run_details import RunDetails
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.events import ChoiceMade, PredictionMade, StepEnded
from ptstudio.core.run import Run, RunStatus

TABLE_HEIGHT = 220
LESSER = (8, 6, 5)
"""The columns that a narrow window does without; the details of a selected run say the same."""
LOG_BYTES = 200_000
_UNSEEN = StepEnded | ChoiceMade | PredictionMade


class RunsPage(Page):
    """A table of runs, filtered and sorted, and the selected one in detail."""

    key = "runs"

    @override
    def title(self) -> str:
        return tr("Runs")

    @override
    def sentence(self) -> str:
        return tr("Everything that was done in this project. Select two trainings to compare them.")

    @override
    def build(self) -> None:
        self.set_primary(tr("Show this run"), "next", self._show_selected_run)
        self._figures: dict[Path, run_facts.Figures | None] = {}
        self._background = Background(self)
        self.kinds, self.statuses = Chooser(tr("Show")), Chooser(tr("that are"))
        self._kind, self._status = "", ""
        self.kinds.chosen.connect(self._filter_kind)
        self.statuses.chosen.connect(self._filter_status)
        self._count = label("", "muted")
        self._count.setWordWrap(False)
        self.table = RowTable(
            tr("Runs of the project"), run_facts.headers(), stretched=2, least=160, lesser=LESSER, many=True
        )
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.table.selected.connect(self._show_details)
        self.table.opened.connect(lambda _: self.attempt(self._show_selected_run))
        go = Button(tr("Go to the data page"), "plain", "data")
        go.clicked.connect(lambda: self.leave_for.emit("data"))
        self.empty = EmptyState(
            "runs",
            tr("Nothing has been done here yet"),
            tr("Import data, and train a model: each is kept here."),
            (go,),
        )
        self.body.addLayout(row(self.kinds, self.statuses, self._count, None, gap=Space.medium))
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        self.details = RunDetails()
        self._connect_details()
        self.body.addWidget(self.details)
        self.trash = RunsTrash(self.session)
        self.trash.brought_back.connect(self._show_brought_back)
        self.trash.emptied.connect(self.notice.hide)
        self.trash.failed.connect(self.show_error)
        self.body.addWidget(self.trash)
        self.body.addStretch(0)

    @override
    def update_for(self, change: Change | None) -> None:
        if change is not None and change.topic is Topic.PROJECT:
            self._background.drop()
            self._figures.clear()
            self.notice.hide()
        if change is None or change.topic in (Topic.PROJECT, Topic.RUN, Topic.SHOWN_RUN):
            if change is not None and isinstance(change.event, _UNSEEN):
                return
            self._show_runs()

    @override
    def command(self) -> str | None:
        runs = self.selected_runs()
        if len(runs) != 1 or self.session.project is None:
            return None
        return command_of(runs[0], self.session.project) or None

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is read any more."""
        self._background.wait()
        self.trash.wait()
        super().closeEvent(event)

    def runs(self) -> list[Run]:
        """The project's own runs, the newest first."""
        project = self.session.project
        if project is None:
            return []
        own = [run for folder, run in self.session.runs.items() if folder.parent == project.folder / "runs"]
        return sorted(own, key=lambda run: run.folder.name, reverse=True)

    def selected_runs(self) -> list[Run]:
        """The selected ones, from the top."""
        found = (self.session.runs.get(Path(key)) for key in self.table.selected_keys())
        return [run for run in found if run is not None]

    # ------------------------------------------------------------------ showing

    def _show_runs(self) -> None:
        runs = self.runs()
        by_name = {run.folder.name: run for run in runs}
        self._offer_filters(runs)
        shown = [run for run in runs if self._is_wanted(run)]
        self.table.show_rows(
            [run_facts.row_of(run, self._figures_of(run), by_name, is_running=self._is_running(run)) for run in shown]
        )
        self._count.setText(tr("{shown} of {all} runs", shown=len(shown), all=len(runs)))
        for part in (self.table, self.details, self.kinds, self.statuses, self._count):
            part.setVisible(bool(runs))
        self.empty.setVisible(not runs)
        self.trash.refresh()
        if shown and not self.table.selected_keys():
            self.table.select([str(shown[0].folder)])
        self._show_details()

    def _figures_of(self, run: Run) -> run_facts.Figures | None:
        """What was read before; otherwise it is read in the background, and the row is renewed then."""
        if run.folder not in self._figures and run.status is RunStatus.FINISHED and has_report(run.folder):
            self._figures[run.folder] = None
            self._background.do(partial(run_facts.read_figures, run.folder), partial(self._take_figures, run.folder))
        return self._figures.get(run.folder)

    def _take_figures(self, folder: Path, figures: object) -> None:
        if isinstance(figures, run_facts.Figures):
            self._figures[folder] = figures
            self._show_runs()

    def _is_running(self, run: Run) -> bool:
        return self.session.is_followed(run.folder)

    def _status_of(self, run: Run) -> str:
        return run_facts.status_of(run, is_running=self._is_running(run))

    def _offer_filters(self, runs: list[Run]) -> None:
        kinds = {job_words.kind_of(run.job): None for run in runs}
        statuses = {self._status_of(run): run for run in runs}
        self._kind = self._kind if self._kind in kinds else ""
        self._status = self._status if self._status in statuses else ""
        self.kinds.show_choices([("", tr("all kinds")), *((kind, kind) for kind in sorted(kinds))], self._kind)
        named = [(status, run_facts.status_words(status, run)) for status, run in sorted(statuses.items())]
        self.statuses.show_choices([("", tr("in any state")), *named], self._status)

    def _is_wanted(self, run: Run) -> bool:
        is_kind = self._kind in ("", job_words.kind_of(run.job))
        return is_kind and self._status in ("", self._status_of(run))

    def _filter_kind(self, kind: object) -> None:
        self._kind = str(kind)
        self._show_runs()

    def _filter_status(self, status: object) -> None:
        self._status = str(status)
        self._show_runs()

    # ------------------------------------------------------------------ the selected ones

    def _connect_details(self) -> None:
        self.details.resume.clicked.connect(lambda: self.attempt(self._resume))
        self.details.compare.clicked.connect(lambda: self.attempt(self._compare))
        self.details.open_folder.clicked.connect(self._open_folder)
        self.details.show_log.clicked.connect(self._show_log)
        self.details.copy_command.clicked.connect(self.copy_command)
        self.details.delete.clicked.connect(self._ask_to_delete)

    def _show_details(self) -> None:
        runs = self.selected_runs()
        if self.primary is not None:
            self.primary.setEnabled(len(runs) == 1)
        self._say(runs)
        self._allow(runs)

    def _say(self, runs: list[Run]) -> None:
        if len(runs) != 1:
            few = tr("{count} runs are selected", count=len(runs)) if runs else tr("Select a run to see more of it.")
            self.details.show_words(few, "", "", "", is_bad=False)
            return
        run, status = runs[0], self._status_of(runs[0])
        parts = (job_words.kind_of(run.job), run_facts.data_of(run), run_facts.status_words(status, run))
        message, hint = run_facts.said_of(run, status)
        heading = " · ".join(part for part in parts if part)
        texts = [self.table.texts(str(run.folder))[place] for place in (2, 6, 7, 8)]
        facts = " · ".join(text for text in texts if text != run_facts.NOTHING)
        self.details.show_words(heading, facts, tr(message), tr(hint), is_bad=run.status is RunStatus.FAILED)

    def _allow(self, runs: list[Run]) -> None:
        """Switch the buttons on that make sense for what is selected."""
        run = runs[0] if len(runs) == 1 else None
        buttons, may_write = self.details, not self.session.is_read_only
        is_any_running = any(self._is_running(each) for each in runs)
        can_resume = run is not None and run_facts.can_resume(run, is_running=is_any_running)
        buttons.resume.setEnabled(may_write and can_resume)
        buttons.compare.setEnabled(can_compare(runs))
        buttons.open_folder.setEnabled(run is not None)
        buttons.show_log.setEnabled(run is not None and (run.folder / "log.txt").is_file())
        buttons.copy_command.setEnabled(self.command() is not None)
        buttons.delete.setEnabled(may_write and bool(runs) and not is_any_running)
        buttons.delete.setToolTip(tr("Stop it first.") if is_any_running else "")

    def _show_selected_run(self) -> None:
        runs = self.selected_runs()
        if len(runs) != 1:
            return
        training = run_facts.training_of(runs[0], {run.folder.name: run for run in self.runs()})
        if training is not None:
            self.session.show_run(training.folder)
        self.leave_for.emit(job_words.page_of(runs[0].job))

    def _resume(self) -> None:
        folder = self.selected_runs()[0].folder
        self.session.resume(folder)
        self.leave_for.emit("train")

    def _open_folder(self) -> None:
        for run in self.selected_runs():
            open_file(run.folder)

    def _show_log(self) -> None:
        for run in self.selected_runs():
            with (run.folder / "log.txt").open("rb") as file:
                file.seek(max(0, file.seek(0, 2) - LOG_BYTES))
                text = file.read().decode(errors="replace")
            title = tr("Log of {run}", run=run.folder.name)
            TextViewer(self, title, text or tr("Nothing was printed."), is_log=True).open()

    def _compare(self) -> None:
        second, first = self.selected_runs()
        sections, caution = compared(first, second)
        names = (self._name_of(first), self._name_of(second))
        ComparisonDialog(self, names, sections, caution).open()

    def _name_of(self, run: Run) -> str:
        return " · ".join(self.table.texts(str(run.folder))[place] for place in (2, 6, 7))

    # ------------------------------------------------------------------ deleting

    def _ask_to_delete(self) -> None:
        runs = self.selected_runs()
        title = tr("Delete this run?") if len(runs) == 1 else tr("Delete {count} runs?", count=len(runs))
        text = tr(
            "Its model, checkpoints, report and log go to the folder “trash” of the project, from which you can bring "
            "them back. Exported files stay."
        )
        if runs and is_confirmed(self, title, text, tr("Delete")):
            self.attempt(partial(self._delete, [run.folder for run in runs]))

    def _delete(self, folders: list[Path]) -> None:
        discarded = [self.session.discard_run(folder) for folder in folders]
        undo = Button(tr("Undo"), "plain", "undo")
        undo.clicked.connect(partial(self.trash.bring_back, discarded))
        self.notice.show_message(
            "info",
            tr("{count} runs were moved to the project’s trash.", count=len(discarded)) if len(discarded) > 1
            else tr("The run was moved to the project’s trash."),
            tr("It stays there until you delete it for good, below."),
            actions=(undo,),
        )  # fmt: skip
        self.ensureWidgetVisible(self.notice)

    def _show_brought_back(self, folders: list[Path]) -> None:
        self.table.select([str(folder) for folder in folders])
        they = tr("{count} runs are back.", count=len(folders))
        self.notice.show_message("good", tr("It is back.") if len(folders) == 1 else they)
