"""The runs page: everything that was ever done in the project, the newest first, and what can be done with it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCloseEvent, QKeySequence
from typing_extensions import override

from ptstudio.app import job_words, run_facts
from ptstudio.app.change import Change, Topic
from ptstudio.app.file_opening import open_file
from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._page import Page
from ptstudio.app.pages._runs_actions import RunsActions
from ptstudio.app.pages._runs_again import RunsAgain
from ptstudio.app.pages._runs_comparing import RunsComparing
from ptstudio.app.pages._runs_curves import RunsCurves
from ptstudio.app.pages._runs_list import RunsList
from ptstudio.app.pages._runs_said import say_of
from ptstudio.app.pages._runs_trash import RunsTrash
from ptstudio.app.run_command import command_of
from ptstudio.app.run_comparison import can_compare
from ptstudio.app.translation import tr
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.run_details import RunDetails
from ptstudio.app.widgets.text import Button
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.events import ChoiceMade, MachineUsed, PredictionMade, StepEnded
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run

LOG_BYTES = 200_000
_UNSEEN = StepEnded | ChoiceMade | PredictionMade | MachineUsed


class RunsPage(Page):
    """A table of runs, filtered and sorted; the selected ones in detail, and their curves."""

    key = "runs"

    @override
    def title(self) -> str:
        return tr("Runs")

    @override
    def sentence(self) -> str:
        return tr("Everything that was done in this project. Select several trainings to compare them.")

    @override
    def build(self) -> None:
        self.set_primary(tr("Show this run"), "next", self._show_selected_run)
        self.deeds = RunsActions(self, {key: partial(self.attempt, do) for key, do in self._deeds().items()})
        self.again = RunsAgain(self.session, self)
        self.comparing = RunsComparing(self)
        self.comparing.failed.connect(self.show_error)
        self.again.ended.connect(lambda first, second: self.comparing.compare([first, second]))
        self.list = RunsList(self.session)
        self.table = self.list.table
        self.list.failed.connect(self.show_error)
        self.table.selected.connect(self._show_details)
        self.table.opened.connect(lambda _: self.attempt(self._show_selected_run))
        self.table.menu_wanted.connect(self._open_menu)
        self.table.removal_wanted.connect(lambda: self.deeds.trigger("delete"))
        go = Button(tr("Go to the data page"), "plain", "data")
        go.clicked.connect(lambda: self.leave_for.emit("data"))
        self.empty = EmptyState(
            "runs",
            tr("Nothing has been done here yet"),
            tr("Import data, and train a model: each is kept here."),
            (go,),
        )
        self.details = RunDetails(self.deeds.by_key)
        self.details.note.written.connect(self.list.write_note)
        self.curves = RunsCurves()
        self.trash = RunsTrash(self.session)
        self.trash.brought_back.connect(self._show_brought_back)
        self.trash.emptied.connect(self.notice.hide)
        self.trash.failed.connect(self.show_error)
        for part in (self.empty, self.list, self.details, self.curves, self.trash):
            self.body.addWidget(part, 1 if part is self.list else 0)
        self.body.addStretch(0)

    @override
    def update_for(self, change: Change | None) -> None:
        topic = change.topic if change is not None else Topic.PROJECT
        if topic is Topic.PROJECT:
            self.comparing.drop()
            self.details.note.hand_in()
            self.list.begin()
        elif topic is Topic.RUN and change is not None and change.run is not None:
            if isinstance(change.event, _UNSEEN):
                return
            self.list.renew(change.run)
        elif topic is Topic.RUN:
            self.list.renew_all()
        elif topic is not Topic.SHOWN_RUN:
            return
        self._show_what_there_is()

    @override
    def command(self) -> str | None:
        runs = self.selected_runs()
        if len(runs) != 1 or self.session.project is None:
            return None
        return command_of(runs[0], self.session.project) or None

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is read any more."""
        self.comparing.wait()
        self.list.wait()
        self.trash.wait()
        super().closeEvent(event)

    def runs(self) -> list[Run]:
        """The project's own runs, the newest first."""
        return self.list.runs()

    def selected_runs(self) -> list[Run]:
        """The selected ones, from the top."""
        found = (self.session.runs.get(Path(key)) for key in self.table.selected_keys())
        return [run for run in found if run is not None]

    # ------------------------------------------------------------------ showing

    def _show_what_there_is(self) -> None:
        runs = self.runs()
        for part in (self.list, self.details):
            part.setVisible(bool(runs))
        self.empty.setVisible(not runs)
        self.trash.refresh()
        shown = self.table.shown_keys()
        if shown and not self.table.selected_keys():
            self.table.select(shown[:1])
        self._show_details()

    def _show_details(self) -> None:
        runs = self.selected_runs()
        if self.primary is not None:
            self.primary.setEnabled(len(runs) == 1)
        self.details.show_words(*say_of(runs, self.list), is_bad=bool(runs) and run_facts.has_failed(runs[0]))
        only = runs[0] if len(runs) == 1 else None
        self.details.note.setVisible(only is not None)
        self.details.note.setReadOnly(self.session.is_read_only)
        if only is not None:
            self.details.note.show_note(str(only.folder), self.list.notes_of(only.folder).note)
        self.curves.show_runs(runs[::-1], {run.folder.name: self.list.name_of(run) for run in runs})
        self._allow(runs)

    def _allow(self, runs: list[Run]) -> None:
        """Switch on what makes sense for what is selected."""
        run = runs[0] if len(runs) == 1 else None
        may_write = not self.session.is_read_only
        is_any_running = any(self.list.is_running(each) for each in runs)
        is_training = run is not None and isinstance(run.job, TrainJob)
        allowed = {
            "show": run is not None,
            "again": may_write and is_training and not is_any_running,
            "change": may_write and is_training,
            "again_compare": may_write and is_training and not is_any_running,
            "compare": can_compare(runs),
            "origin": is_training,
            "command": self.command() is not None,
            "star": may_write and bool(runs),
            "rename": may_write and run is not None,
            "folder": run is not None,
            "log": run is not None and (run.folder / "log.txt").is_file(),
        }
        for key, is_allowed in allowed.items():
            self.deeds.allow(key, is_allowed)
        hindered = run_facts.why_it_cannot_go_on(run, is_running=is_any_running) if run is not None else ""
        self.deeds.allow("resume", may_write and run is not None and not hindered, hindered)
        can_delete = may_write and bool(runs) and not is_any_running
        self.deeds.allow("delete", can_delete, tr("Stop it first.") if is_any_running else "")

    # ------------------------------------------------------------------ what can be done

    def _deeds(self) -> dict[str, Callable[[], object]]:
        return {
            "show": self._show_selected_run,
            "resume": self._resume,
            "again": self._run_again,
            "change": self._change,
            "again_compare": partial(self._run_again, is_compared=True),
            "compare": lambda: self.comparing.compare([run.folder for run in reversed(self.selected_runs())]),
            "origin": lambda: self.comparing.compare([run.folder for run in self.selected_runs()]),
            "command": self.copy_command,
            "star": lambda: self.list.switch_star(self.table.selected_keys()),
            "rename": lambda: self.table.rename(self.table.selected_keys()[0]),
            "folder": self._open_folder,
            "log": self._show_log,
            "delete": self._ask_to_delete,
        }

    def _open_menu(self, place: QPoint) -> None:
        self.deeds.menu(self).popup(place)

    def _show_selected_run(self) -> None:
        runs = self.selected_runs()
        if len(runs) != 1:
            return
        dialog = open_finding(self.session, runs[0].folder, self)
        if dialog is not None:
            dialog.used.connect(lambda: self.leave_for.emit("train"))
            return
        training = run_facts.training_of(runs[0], {run.folder.name: run for run in self.runs()})
        if training is not None:
            self.session.show_run(training.folder)
        self.leave_for.emit(job_words.page_of(runs[0].job))

    def _resume(self) -> None:
        folder = self.selected_runs()[0].folder
        self.session.resume(folder)
        if open_finding(self.session, folder, self) is None:
            self.leave_for.emit("train")

    def _run_again(self, *, is_compared: bool = False) -> None:
        self.again.start(self.selected_runs()[0], is_compared=is_compared)
        self.leave_for.emit("train")

    def _change(self) -> None:
        self.again.draft(self.selected_runs()[0])
        self.leave_for.emit("train")
        self.session.show_draft()

    def _open_folder(self) -> None:
        for run in self.selected_runs():
            open_file(run.folder)

    def _show_log(self) -> None:
        for run in self.selected_runs():
            with (run.folder / "log.txt").open("rb") as file:
                file.seek(max(0, file.seek(0, 2) - LOG_BYTES))
                text = file.read().decode(errors="replace")
            title = tr("Log of {run}", run=self.list.name_of(run))
            TextViewer(self, title, text or tr("Nothing was printed."), is_log=True).open()

    # ------------------------------------------------------------------ deleting

    def _ask_to_delete(self) -> None:
        runs = self.selected_runs()
        name = self.list.name_of(runs[0]) if runs else ""
        title = tr("Delete “{run}”?", run=name) if len(runs) == 1 else tr("Delete {count} runs?", count=len(runs))
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
        undo.setShortcut(QKeySequence.StandardKey.Undo)
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
