"""The window: sidebar, pages, help drawer, status line, menu; it shows the session and knows no page by name."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from ptstudio.app import help_texts, job_words, queue_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.closing import ClosingDialog, Farewell, SavingDialog
from ptstudio.app.interrupted_notice import InterruptedNotice
from ptstudio.app.menus import Menus
from ptstudio.app.network_switch import switch_offline
from ptstudio.app.pages._page import Page
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.queue_notice import QueueNotice
from ptstudio.app.session import Session
from ptstudio.app.steps import state_of
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr
from ptstudio.app.turns import Turns
from ptstudio.app.widgets.dropping import dropped_files, welcome_files
from ptstudio.app.widgets.help_drawer import HelpDrawer
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.question import is_confirmed
from ptstudio.app.widgets.sidebar import Sidebar
from ptstudio.app.widgets.status_line import StatusLine
from ptstudio.app.widgets.tab_order import move_focus
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import StepEnded
from ptstudio.core.jobs import ImportJob
from ptstudio.core.offline import is_offline
from ptstudio.core.queue_file import now
from ptstudio.core.requests import Stop
from ptstudio.core.run import RunStatus

REFRESH_MS = 3000
"""How often the project is looked at for runs that were started elsewhere."""
ROOM_FOR_HELP = 1320
"""How wide the window has to be for the help beside the page; else it stands below."""
MACHINE_MS = 100
"""How long after the first page the machine is looked at: nobody waits for that."""


class MainWindow(QMainWindow):
    """The one window. Pages are made when they are first shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._facts = {facts.step.key: facts for facts in all_pages()}
        self.pages: dict[str, Page] = {}
        self.sidebar = Sidebar([facts.step for facts in self._facts.values()])
        self.stack = QStackedWidget()
        self.queue_notice = QueueNotice(session)
        self.interrupted_notice = InterruptedNotice(session)
        self.help = HelpDrawer()
        self.status = StatusLine()
        self._ahead = Turns(self)
        self._arrange()
        self.menus = Menus(self)
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 500)
        self.resize(1440, 900)
        if not session.preferences.geometry.isEmpty():
            self.restoreGeometry(session.preferences.geometry)
        self._fit_screen()
        self.show_page("start")
        self._changed(Change(Topic.PROJECT))

    def show_page(self, key: str) -> None:
        """Show a page, made now if it was never shown."""
        if key == "train" and not self.session.is_model_chosen:
            self._make_page("model")  # it finds out which model suits the data
        self._make_page(key)
        self.stack.setCurrentWidget(self.pages[key])
        self.sidebar.select(key)
        self.help.show_topics(help_texts.topics_of(key))

    def _fit_screen(self) -> None:
        """No part of the window may lie beside the screen, which may be another one than the last time."""
        free = self.screen().availableGeometry()
        self.resize(self.size().boundedTo(free.size()))
        place = self.geometry()
        place.moveRight(min(place.right(), free.right()))
        place.moveBottom(min(place.bottom(), free.bottom()))
        place.moveLeft(max(place.left(), free.left()))
        place.moveTop(max(place.top(), free.top()))
        if place != self.geometry():
            self.setGeometry(place)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the help stand below the page where it would leave too little room beside it."""
        super().resizeEvent(event)
        is_beside = self.width() >= ROOM_FOR_HELP
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if self._beside.direction() != way:
            self._beside.setDirection(way)
            self.help.stand(is_beside=is_beside)

    def _make_page(self, key: str) -> None:
        if key not in self.pages:
            page = self._facts[key].make(self.session)
            page.leave_for.connect(self.show_page)
            page.handed_on.connect(self._hand_on)
            self.pages[key] = page
            self.stack.addWidget(page)

    def read_ahead(self) -> None:
        """Import, one after the other, the pages that are soon wanted and need no large library; then make the one
        that takes longest to make.
        """
        self._ahead.ask(*(facts.read for facts in self._facts.values() if facts.is_light))
        self._ahead.ask(partial(self._make_page, "model"))

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_help(self, is_open: bool) -> None:
        """Open or close the help drawer, and remember it."""
        self.help.setVisible(is_open)
        self.menus.help_action.setChecked(is_open)
        self.session.preferences.shows_help = is_open

    def _hand_on(self, key: str, paths: Sequence[Path]) -> None:
        """Have a page take what was dropped on another."""
        self.show_page(key)
        self.attempt(partial(self.pages[key].take_dropped, paths))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders beside the page too."""
        welcome_files(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped beside the page is meant for it."""
        paths = dropped_files(event)
        if paths and self.page is not None:
            self.page.receive(paths)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through sidebar, page, help and status line as they are read."""
        return move_focus(
            [self.sidebar, self.interrupted_notice, self.queue_notice, self.stack, self.help, self.status], forward=next
        )

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something; what goes wrong is shown on the page in view as message and hint."""
        if self.page is not None:
            self.page.attempt(action)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what is to become of a running job; nothing is lost whatever the answer."""
        farewell = self._ask_before_closing()
        if farewell is Farewell.STAY:
            event.ignore()
            return
        self.session.queue.rest()
        if farewell is Farewell.STOP:
            self.session.stop_all()
            SavingDialog(self.session, self).wait()
        self.session.preferences.geometry = self.saveGeometry()
        self._refresh.stop()
        if farewell is Farewell.GO_ON:
            left = [run.folder for run in self.session.running() if self.session.is_kept(run.folder)]
            self.session.preferences.left_running = left
            self.session.let_all_go()
        self.session.preferences.save()
        self.session.close_project()
        self.session.end_all()
        for page in self.pages.values():
            page.close()
        event.accept()

    def _ask_before_closing(self) -> Farewell | None:
        """Ask where the answer matters: not for a look at data, nor for what another window has under way."""
        running = [run for run in self.session.running() if not (isinstance(run.job, ImportJob) and run.job.is_dry)]
        if self.session.is_read_only:
            return None
        if not running:
            return self._ask_before_leaving_queue()
        can_go_on = any(self.session.is_kept(run.folder) for run in running)
        queue = queue_words.closing_words(self.session.queue.queue)
        return ClosingDialog(running, self, can_go_on=can_go_on, queue=queue).ask()

    def _ask_before_leaving_queue(self) -> Farewell | None:
        """Whoever has something start tonight may not think of it when they close the window."""
        queue, moment = self.session.queue.queue, now()
        coming = queue.next_time(moment) if self.session.queue.will_go_on else None
        if coming is None:
            return None
        begins = tr("The next one is to start {when}.", when=queue_words.moment(coming, moment))
        words = f"{begins} {queue_words.closing_words(queue)}"
        is_agreed = is_confirmed(self, tr("Close PTStudio while runs wait?"), words, tr("Close"))
        return None if is_agreed else Farewell.STAY

    def _arrange(self) -> None:
        inside = QHBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(0)
        self._beside.addLayout(column(self.interrupted_notice, self.queue_notice, self.stack, gap=0), 1)
        self._beside.addWidget(self.help)
        inside.addWidget(self.sidebar)
        inside.addLayout(self._beside, 1)
        centre = QWidget()
        centre.setLayout(inside)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        self.help.setVisible(self.session.preferences.shows_help)

    def _connect(self) -> None:
        self.session.changed.connect(self._changed)
        self.session.failed.connect(self._show_failure)
        self.sidebar.chosen.connect(self.show_page)
        self.help.closed.connect(lambda: self.show_help(False))
        self.status.stop_requested.connect(self.stop_running)
        self.status.job_requested.connect(self._show_job)
        self.status.queue_requested.connect(partial(self.show_page, "train"))
        self.session.queue.changed.connect(self._show_queue)
        self.status.offline_requested.connect(self._switch_offline)
        self.status.show_offline(is_offline())
        theme().changed.connect(self.update)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.session.refresh)
        self._refresh.timeout.connect(self.session.queue.refresh)
        self._refresh.start()

    def _changed(self, change: Change) -> None:
        if not isinstance(change.event, StepEnded):  # ten a second, and none of them moves a step on
            for key in self._facts:
                self.sidebar.set_state(key, state_of(key, self.session))
        self._show_running()
        if self.session.machine is not None:
            self.status.show_machine(self.session.machine)
        if change.topic is Topic.PROJECT:
            self._show_project()
            QTimer.singleShot(MACHINE_MS, self, self._show_machine)
        if change.topic is Topic.PREFERENCES:
            self.menus.show_theme()
            self.status.show_offline(is_offline())

    def _show_running(self) -> None:
        running = self.session.running()
        if not running:
            self.status.show_idle()
            return
        run = running[0]
        step = run.progress
        if step is None:
            self.status.show_job(job_words.title_of(run), 0, None, None)
        else:
            left_s = None if run.status is RunStatus.WAITING else step.remaining_s
            self.status.show_job(job_words.title_of(run), step.done, step.total, left_s)

    def _show_queue(self) -> None:
        self.status.show_queue(queue_words.count_words(self.session.queue.queue))

    def _show_machine(self) -> None:
        self.session.look_at_machine()
        if self.session.machine is not None:
            self.status.show_machine(self.session.machine)

    def _show_project(self) -> None:
        project = self.session.project
        name = project.name if project else ""
        read_only = tr(" (read only)") if self.session.is_read_only else ""
        self.status.show_read_only(self.session.is_read_only)
        self.setWindowTitle(f"{name}{read_only} – PTStudio" if name else "PTStudio")

    def stop_running(self) -> None:
        """Ask the job that is shown in the status line to stop."""
        running = self.session.running()
        if running:
            self.attempt(partial(self.session.ask, running[0].folder, Stop()))

    def _switch_offline(self, is_wanted: bool) -> None:
        self.attempt(partial(switch_offline, self.session, is_wanted=is_wanted))
        self.status.show_offline(is_offline())

    def _show_failure(self, error: PTStudioError) -> None:
        if self.page is not None:
            self.page.show_error(error)

    def _show_job(self) -> None:
        running = self.session.running()
        if running:
            self.show_page(job_words.page_of(running[0].job))
