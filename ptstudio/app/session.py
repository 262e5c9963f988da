"""The window's state: the open project, what is chosen in it, and the runs that are followed; knows no page.

Data flows one way: `Supervisor.happened → Session → Session.changed → pages redraw`; pages call `Session`'s methods.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ptstudio.app.change import Change, Topic
from ptstudio.app.choice_memory import ChoiceMemory
from ptstudio.app.downloads import Downloads
from ptstudio.app.draft_values import Draft
from ptstudio.app.predictor import Predictor
from ptstudio.app.preferences import Preferences
from ptstudio.app.project_lock import ProjectLock
from ptstudio.app.run_kinds import is_in_background, is_of_library
from ptstudio.app.run_queue import RunQueue
from ptstudio.app.run_reading import AT_ONCE, RunReading
from ptstudio.app.supervisor import Supervisor
from ptstudio.core.dataset import Revision
from ptstudio.core.errors import ProjectError, PTStudioError
from ptstudio.core.events import Event, RunFinished, RunStarted
from ptstudio.core.folders import is_library_there
from ptstudio.core.jobs import ImportJob, Job, LibraryJob, PretrainJob, SearchJob, SettingValue, TrainJob
from ptstudio.core.machine import Machine, this_machine
from ptstudio.core.project import Project, new_run_folder
from ptstudio.core.requests import Request, Stop
from ptstudio.core.run import Run
from ptstudio.core.spare import Spare
from ptstudio.core.worker import has_worker

DEFAULT_MODEL = "starter"


class Session(QObject):
    """Everything that the pages show and do; `changed` carries a `Change`, `failed` a message and a hint."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences or Preferences()
        self.project: Project | None = None
        self.is_read_only = False
        self.task = "image-classification"
        self.revision: Revision | None = None
        self.model, self.is_model_chosen, self.draft = DEFAULT_MODEL, False, Draft()
        self.offered: Path | None = None
        self.machine: Machine | None = None
        self.runs: dict[Path, Run] = {}
        self.shown: Path | None = None
        self._supervisors: dict[Path, Supervisor] = {}
        self.spare_for: Callable[[Job], Spare | None] = lambda _job: None
        self._lock = ProjectLock()
        self._is_library_there = is_library_there()
        self._reading = RunReading(self, self._take_older, self.failed.emit)
        self.predictor = Predictor(self)
        self.downloads = Downloads(self)
        self.queue = RunQueue(self)
        ChoiceMemory(self)

    # ------------------------------------------------------------------ the project

    def open_project(self, folder: Path, *, is_new: bool = False) -> None:
        """Open a project, or make one there. Raises ProjectError, and then nothing has changed."""
        self._refuse_while_running()
        project = Project.open_or_create(folder) if is_new else Project.open(folder)
        self.close_project()
        self.project = project
        self.is_read_only = not self._lock.take(project.folder)
        older, newest = project.runs()[:-AT_ONCE], project.runs()[-AT_ONCE:]
        for path in newest:
            self._load(path)
        self.revision = next(reversed(project.learnable_revisions()), None)
        self.task = self.revision.task if self.revision is not None else self.task
        self._take_up_newest()
        self.preferences.remember_project(project.folder)
        self._tell(Topic.PROJECT)
        self._follow_living(self.runs)
        self._reading.begin(older)

    def leave_project(self) -> None:
        """Close the project, as a person asks for it. Raises ProjectError while a job is running in it."""
        self._refuse_while_running()
        self.close_project()

    def close_project(self) -> None:
        """Leave the project; its own workers save and end first, those of the library go on."""
        self._reading.drop()
        for folder, supervisor in list(self._supervisors.items()):
            if not is_of_library(self.runs[folder]):
                self._forget(supervisor, is_ended=True)
        self.project = self.revision = self.shown = None
        self.runs = {folder: self.runs[folder] for folder in self._supervisors}
        self.is_read_only = False
        self.model, self.is_model_chosen, self.draft = DEFAULT_MODEL, False, Draft()
        self._lock.release()
        self._tell(Topic.PROJECT)

    def look_at_machine(self) -> None:
        """Say what this machine is: as a worker last saw it in this project, or as the system tells it."""
        here = this_machine()
        seen = [run.machine for run in self.runs.values() if run.machine and run.machine.processor == here.processor]
        self.machine = seen[-1] if seen else self.machine or here

    def refresh(self) -> None:
        """Take note of runs that others have made in the project, and of the library's drive coming and going."""
        if self._is_library_there != is_library_there():
            self._is_library_there = not self._is_library_there
            self.library_changed()
        for path in self.project.runs() if self.project is not None else ():
            if path not in self.runs and not self._reading.is_waiting(path):
                self._load(path)
                self._follow_living([path])
                self._tell(Topic.RUN, path)

    # ------------------------------------------------------------------ what is chosen

    def offer_source(self, source: Path) -> None:
        """Data that a person has dropped and that the import wizard begins with."""
        self.offered = source
        self._tell(Topic.DATA)

    def choose_revision(self, key: str) -> None:
        """Work with the dataset revision `name/0001` from now on. Raises ProjectError where it is not there."""
        self.revision = self._open().revision(key)
        self.task = self.revision.task
        self._tell(Topic.DATA)

    def choose_model(self, key: str) -> None:
        """Start from this pretrained model, as a person wants it; the project is opened with it the next time."""
        self.model, self.is_model_chosen = key, True
        self._tell(Topic.MODEL)

    def propose_model(self, key: str) -> None:
        """Start from this model as long as a person has chosen none."""
        if not self.is_model_chosen and key != self.model:
            self.model = key
            self._tell(Topic.MODEL)

    def choose_settings(self, preset: str, settings: dict[str, SettingValue]) -> None:
        """How the next training is to be done."""
        self.draft = replace(self.draft, preset=preset, settings=tuple(settings.items()))
        self._tell(Topic.MODEL)

    def choose_computing(self, processes: int, cards: tuple[int, ...]) -> None:
        """What the next training computes with: so many processes, on these graphics cards (none: as it comes)."""
        self.draft = replace(self.draft, processes=processes, cards=cards)
        self._tell(Topic.MODEL)

    def show_draft(self) -> None:
        """Have what is drafted looked at, where settings are chosen."""
        self._tell(Topic.DRAFT)

    def show_run(self, folder: Path) -> None:
        """Show this training on the pages from Train to Export; what is drafted stays as it is."""
        self.shown = folder
        self._tell(Topic.SHOWN_RUN, folder)

    def library_changed(self) -> None:
        """Models were added or taken away."""
        self._tell(Topic.LIBRARY)

    def preferences_changed(self) -> None:
        """The theme or another preference was switched."""
        self._tell(Topic.PREFERENCES)

    # ------------------------------------------------------------------ runs

    @property
    def shown_run(self) -> Run | None:
        """The training that is shown, if there is one."""
        return self.runs.get(self.shown) if self.shown else None

    def trainings(self) -> list[Path]:
        """The trainings of the project, the oldest first."""
        found = [run for run in self.runs.values() if isinstance(run.job, TrainJob)]
        return [run.folder for run in sorted(found, key=lambda run: run.order)]

    def is_running(self, folder: Path | None = None) -> bool:
        """Whether this run, or any but a waiting predictor, is under way."""
        if folder is not None:
            run = self.runs.get(folder)
            return folder in self._supervisors and run is not None and not run.is_over
        return any(self.is_running(path) for path in self._supervisors if not is_in_background(self.runs[path]))

    def is_followed(self, folder: Path) -> bool:
        """Whether the worker of this run is still there, even if only on its way out."""
        return folder in self._supervisors

    def running(self) -> list[Run]:
        """The runs under way that a person waits for, the newest first."""
        found = [self.runs[path] for path in self._supervisors if not is_in_background(self.runs[path])]
        return [run for run in reversed(found) if not run.is_over]

    def start(self, job: Job, *, folder: Path | None = None) -> Path:
        """Start a job in a new run of the project, or in `folder` outside of it; gives the run's folder.

        Raises ProjectError where nothing may be written, DiskFull.
        """
        if folder is None:
            self.refuse_read_only()
        place = new_run_folder(folder, job) if folder is not None else self._open().new_run(job)
        self.begin(place)
        if isinstance(job, TrainJob):
            self._draft_like(job)
            self.show_run(place)
        return place

    def begin(self, folder: Path) -> None:
        """Start the worker of a run whose folder is there already, and show nothing of it. Raises ProjectError."""
        self.runs[folder] = Run.open(folder)
        self._follow(folder)

    def resume(self, folder: Path) -> None:
        """Go on with a run that was stopped or whose worker died. Raises ProjectError."""
        if self.is_running(folder):
            return
        self.refuse_read_only()
        self._follow(folder)
        if isinstance(self.runs[folder].job, TrainJob):
            self.show_run(folder)

    def ask(self, folder: Path, request: Request) -> None:
        """Ask the worker of a run for something. Raises ProjectError where it cannot be written, or is not ours."""
        supervisor = self._supervisors.get(folder)
        if supervisor is not None:
            if not supervisor.is_own:
                self.refuse_read_only()
            supervisor.ask(request)

    def forget_run(self, folder: Path) -> None:
        """Take a run that has ended and whose folder goes away off the list."""
        if not self.is_running(folder):
            self.runs.pop(folder, None)

    def discard_run(self, folder: Path) -> Path:
        """Move a run that has ended to the project's trash; gives its place there. Raises ProjectError."""
        if self.is_read_only or self.is_followed(folder):
            raise ProjectError("This run is still in use.", "Stop it first, or go on in the other window.")
        self.predictor.release(folder)
        place = self._open().discard_run(folder)
        self.runs.pop(folder, None)
        if self.shown == folder:
            self.shown = next(reversed(self.trainings()), None)
            self._tell(Topic.SHOWN_RUN, self.shown)
        self._tell(Topic.RUN, folder)
        return place

    def restore_run(self, discarded: Path) -> Path:
        """Bring a run back from the trash; gives its folder. Raises ProjectError."""
        folder = self._open().restore_run(discarded)
        self._load(folder)
        self._tell(Topic.RUN, folder)
        if self.shown is None and folder in self.trainings():
            self.show_run(folder)
        return folder

    def is_kept(self, folder: Path) -> bool:
        """Whether a run lies in the project, where it is found again; others only serve what asked for them."""
        return self.project is not None and folder.parent == self.project.folder / "runs"

    def stop_all(self) -> None:
        """Ask every worker that a person waits for to save and end, whoever started it."""
        self.downloads.hold()
        for run in self.running():
            try:
                self.ask(run.folder, Stop())
            except PTStudioError as error:
                self.failed.emit(error)

    def end_all(self) -> None:
        """Have every own worker save and end; waits."""
        self.downloads.hold()
        for supervisor in list(self._supervisors.values()):
            self._leave(supervisor)

    def let_all_go(self) -> None:
        """Leave every worker that a person waits for to itself; others end, `end_all` those of the library."""
        for folder, supervisor in list(self._supervisors.items()):
            if is_of_library(self.runs[folder]):
                continue
            self._forget(supervisor, is_ended=is_in_background(self.runs[folder]) or not self.is_kept(folder))

    # ------------------------------------------------------------------ inside

    def _refuse_while_running(self) -> None:
        if any(not is_of_library(run) for run in self.running()):
            raise ProjectError(
                "A job is still running in this project.",
                "Wait until it has ended, or stop it first (Ctrl+.); what it has done so far is kept.",
            )

    def refuse_read_only(self) -> None:
        """Raise ProjectError where another window may write to the project and this one may not."""
        if self.is_read_only:
            raise ProjectError(
                "This project is open in another window, which may write to it; here it can only be looked at.",
                "Go on in the other window, or close it and open the project again.",
            )

    def _open(self) -> Project:
        if self.project is None:
            raise ProjectError("No project is open.", "Open a project first, or make a new one.")
        return self.project

    def _take_older(self, runs: list[Run]) -> None:
        """Runs that were read after the project had opened stand before the newer ones."""
        fresh = {run.folder: run for run in runs if run.folder not in self.runs}
        self.runs = fresh | self.runs
        self._follow_living(fresh)
        self._tell(Topic.RUN)
        if self.shown is None:
            self._take_up_newest()
            self._tell(Topic.SHOWN_RUN, self.shown)

    def _follow_living(self, folders: Iterable[Path]) -> None:
        for folder in list(folders):
            run = self.runs.get(folder)
            if run is not None and has_worker(run):
                self._follow(folder, is_own=False)

    def _load(self, folder: Path) -> None:
        try:
            self.runs[folder] = Run.open(folder)
        except PTStudioError as error:
            self.failed.emit(error)

    def _take_up_newest(self) -> None:
        """Show the newest training, and draft the next one like it."""
        newest = next(reversed(self.trainings()), None)
        if newest is not None:
            self._draft_like(self.runs[newest].job)
            self.shown = newest

    def _draft_like(self, job: Job) -> None:
        """The next training is to have this one's model and settings."""
        if isinstance(job, TrainJob):
            self.model, self.is_model_chosen, self.draft = job.model, True, Draft.like(job)

    def _follow(self, folder: Path, *, is_own: bool = True) -> None:
        spare = self.spare_for(self.runs[folder].job) if is_own else None
        supervisor = Supervisor(folder, self, is_own=is_own, spare=spare)
        supervisor.happened.connect(self._apply)
        supervisor.left.connect(self._leave)
        self._supervisors[folder] = supervisor
        try:
            supervisor.begin()
        except PTStudioError:
            del self._supervisors[folder]
            raise
        self._tell(Topic.RUN, folder)

    @Slot(object, object)
    def _apply(self, supervisor: Supervisor, event: Event) -> None:
        run = self.runs.get(supervisor.folder)
        if run is None or self._supervisors.get(supervisor.folder) is not supervisor:
            return
        if not supervisor.is_own and isinstance(event, RunStarted):
            run = self.runs[supervisor.folder] = Run(run.folder, run.job)
        run.apply(event)
        if run.machine is not None:
            self.machine = run.machine
        self._tell(Topic.RUN, supervisor.folder, event)
        if isinstance(event, RunFinished):
            self._conclude(run)

    def _conclude(self, run: Run) -> None:
        """Take note of what a finished job has made, whichever page asked for it."""
        match run.job:
            case ImportJob(is_dry=False, for_measuring=False) if self.is_kept(run.folder):
                self.choose_revision(str(run.result["revision"]))
            case PretrainJob():
                self.library_changed()
            case job if isinstance(job, LibraryJob) and not isinstance(job, SearchJob):
                self.library_changed()

    @Slot(object)
    def _leave(self, supervisor: Supervisor) -> None:
        self._forget(supervisor, is_ended=True)
        self._tell(Topic.RUN, supervisor.folder)

    def _forget(self, supervisor: Supervisor, *, is_ended: bool) -> None:
        """End or let go a worker and its thread; what it still says on its way out is in the run's folder."""
        if self._supervisors.get(supervisor.folder) is not supervisor:
            return
        del self._supervisors[supervisor.folder]
        if is_ended:
            supervisor.end()
        else:
            supervisor.let_go()

    def _tell(self, topic: Topic, run: Path | None = None, event: Event | None = None) -> None:
        self.changed.emit(Change(topic, run, event))
