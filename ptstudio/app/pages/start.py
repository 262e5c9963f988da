"""The start page: what to teach, recent projects, samples, and a place to drop data on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.left_running import LeftRunning, look_after
from ptstudio.app.pages._page import Page
from ptstudio.app.project_beginning import begin_project, begin_with_data, free_folder
from ptstudio.app.steps import landing
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.card_grid import CardGrid
from ptstudio.app.widgets.drop_zone import DropZone
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.app.widgets.layout import card, clear, column, row
from ptstudio.app.widgets.text import Button, IconButton, Sign, label
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import is_project
from ptstudio.core.samples import SAMPLES, BuiltInSample
from ptstudio.tasks import all_tasks

TASK, PICTURE = 280, 40
"""How wide the card of a task is at least, and how large its picture."""


class StartPage(Page):
    """Everything on it leads to an open project."""

    key = "start"

    @override
    def title(self) -> str:
        return tr("What would you like to teach?")

    @override
    def sentence(self) -> str:
        return tr("Choose a task, go on with a project, or drop your data here.")

    @override
    def build(self) -> None:
        self._background = Background(self, threads=1)
        self.tasks = {key: self._task_card(key) for key in all_tasks()}
        tasks = CardGrid(TASK)
        tasks.show_cards(list(self.tasks.values()))
        folder, file = Button(tr("Choose a folder…"), icon_name="open"), Button(tr("Choose a file…"), icon_name="file")
        folder.clicked.connect(self._choose_folder)
        file.clicked.connect(self._choose_file)
        self.drop = DropZone(
            tr("Drop a folder, a table or a ZIP of pictures or texts"),
            tr("Nothing is copied or changed: PTStudio only looks at it."),
            (folder, file),
        )
        self.drop.dropped.connect(self.receive)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(Space.tight)
        self.samples = {sample.key: self._sample_button(sample) for sample in SAMPLES}
        offered = (column(label(tr(sample.words)), row(self.samples[sample.key], None)) for sample in SAMPLES)
        samples = card(label(tr("Try it with a sample"), "heading"), *offered, gap=Space.medium)
        self._recent_card = card(label(tr("Recent projects"), "heading"), self._recent)
        beside = row(self._recent_card, samples, gap=Space.medium)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        self.body.addWidget(tasks)
        self.body.addWidget(self.drop)
        self.body.addLayout(beside)
        self.body.addStretch(1)

    @override
    def update_for(self, change: Change | None) -> None:
        if change is None or change.topic in (Topic.PROJECT, Topic.PREFERENCES):
            self._show_recent()
        remembered = self.session.preferences
        if change is None and (remembered.left_running or remembered.recent_projects):
            look = partial(look_after, remembered.left_running, remembered.recent_projects)
            self._background.do(look, self._show_left)
        elif change is not None and change.topic is Topic.PROJECT and self.session.project is not None:
            self.session.preferences.left_running = []

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        self.begin_with(paths[0])

    def begin_with(self, source: Path) -> None:
        """Open what was dropped: a project as it is, data in a new project, if it is any. Raises ProjectError."""
        if is_project(source):
            self.session.open_project(source)
            self.leave_for.emit(landing(self.session))
            return
        self._background.do(partial(_look_at, source, self.session.task), self._begin, self._refuse)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave no thread behind."""
        self._background.wait()
        super().closeEvent(event)

    def open_sample(self, sample: BuiltInSample = SAMPLES[0]) -> None:
        """Make a project of a built-in sample and import it. Raises ProjectError."""
        begin_project(self.session, free_folder(sample.key), sample.task)
        self.session.start(ImportJob(task=sample.task, source=str(sample.source), dataset=sample.key))
        self.leave_for.emit("data")

    def _sample_button(self, sample: BuiltInSample) -> Button:
        made = Button(tr("Open “{sample}”", sample=tr(sample.title)), icon_name="play")
        made.clicked.connect(lambda: self.attempt(partial(self.open_sample, sample)))
        return made

    def _begin(self, found: object) -> None:
        """A look has shown that there is something to learn from."""
        if isinstance(found, _Found):
            self.attempt(partial(self._begin_new, found.source, found.task))

    def _begin_new(self, source: Path, task: str) -> None:
        begin_with_data(self.session, source, task)
        self.leave_for.emit("data")

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, PTStudioError):
            raise error
        self.show_error(error)

    def _show_left(self, found: object) -> None:
        """Say how the job stands that went on without the window."""
        if isinstance(found, LeftRunning) and self.session.project is None:
            opening = Button(tr("Open the project"), icon_name="open")
            opening.clicked.connect(partial(self._open, found.project))
            self.notice.show_message("info", found.title, found.words, actions=(opening,))

    def _task_card(self, key: str) -> Button:
        facts = all_tasks()[key]
        button = Button("", "tile")
        button.setAccessibleName(tr(facts.title))
        button.setToolTip(tr("Make a new project for this task"))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.setMinimumWidth(TASK)
        words = column(label(tr(facts.title), "heading"), label(tr(facts.summary), "muted"), None, gap=Space.tight)
        inside = row(column(Sign(facts.icon, "accent", PICTURE), None), words, gap=Space.medium, margin=Space.medium)
        inside.setStretch(1, 1)
        button.setLayout(inside)
        button.clicked.connect(partial(self._begin_task, key))
        return button

    def _begin_task(self, key: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Name a folder for the new project"), str(free_folder(tr("my-project")))
        )
        if chosen:
            self.attempt(lambda: self._begin_project(Path(chosen), key))

    def _begin_project(self, folder: Path, task: str) -> None:
        begin_project(self.session, folder, task)
        self.leave_for.emit("data")

    def _choose_folder(self) -> None:
        chosen = choose_folder(self, tr("Choose a folder"))
        if chosen is not None:
            self.attempt(partial(self.begin_with, chosen))

    def _choose_file(self) -> None:
        chosen = choose_file(self, tr("Choose a table or a ZIP"))
        if chosen is not None:
            self.attempt(partial(self.begin_with, chosen))

    def _show_recent(self) -> None:
        clear(self._recent)
        projects = self.session.preferences.recent_projects
        for folder in projects:
            opening = Button(folder.name, "quiet", "open", str(folder))
            opening.clicked.connect(partial(self._open, folder))
            forget = IconButton("close", tr("Take {name} off this list", name=folder.name))
            forget.clicked.connect(partial(self._forget, folder))
            place = row(opening, ElidedLabel(str(folder.parent), "small"), forget)
            place.setStretch(1, 1)
            self._recent.addLayout(place)
        if not projects:
            self._recent.addWidget(label(tr("Projects that you open are listed here."), "muted"))
        self._recent.addStretch(1)

    def _open(self, folder: Path) -> None:
        self.attempt(lambda: self.begin_with(folder))

    def _forget(self, folder: Path) -> None:
        self.session.preferences.forget_project(folder)
        self._show_recent()


@dataclass(frozen=True)
class _Found:
    """Data that can be learned from, and the task that takes them."""

    source: Path
    task: str


def _look_at(source: Path, task: str) -> _Found:
    """The source, with the task one of whose formats fits it best, the given one where several do alike; an archive is
    looked into when it is imported. Raises DatasetError where none fits.
    """
    from ptstudio.tasks._task_for import surest_task

    return _Found(source, surest_task(source, task))
