"""Trying a model on a whole table: its columns, the job that answers every row, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ptstudio.app import asked_words
from ptstudio.app.background import Background
from ptstudio.app.change import Change
from ptstudio.app.failures import readable
from ptstudio.app.run_command import table_command
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import asked_of, trained_run
from ptstudio.app.translation import tr
from ptstudio.app.widgets.answered_view import AnsweredView
from ptstudio.app.widgets.file_choosing import choose_file
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import clear, column
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.table_asking import TableAsking
from ptstudio.core.answered import Answered
from ptstudio.core.errors import ProjectError, PTStudioError
from ptstudio.core.events import RunFailed, RunFinished
from ptstudio.core.jobs import AnswerTableJob, TrainJob
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.data._answers_file import refuse_place
from ptstudio.data._columns import Field
from ptstudio.data._format import TablePreview
from ptstudio.data._table_of_texts import SUFFIXES


class TryTable(QWidget):
    """`failed(PTStudioError)` where a table cannot be read or the job cannot be begun, `shown` when there is more to
    see. One table at a time.
    """

    failed = Signal(object)
    shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._background = Background(self, threads=1)
        self._table: Path | None = None
        self._columns: dict[str, str] = {}
        self._followed: Path | None = None
        self.asking: TableAsking | None = None
        self.answered: AnsweredView | None = None
        self.notice = Notice()
        self.progress = JobProgress(tr("Stop; nothing is written"))
        self.progress.stopped.connect(self._stop)
        self._content = QVBoxLayout()
        self.setLayout(column(self.notice, self.progress, self._content, gap=Space.medium))
        session.changed.connect(self._changed)

    @property
    def job(self) -> AnswerTableJob | None:
        """What would be done now; nothing as long as no table is chosen."""
        run = trained_run(self._session)
        if run is None or self._table is None or self.asking is None:
            return None
        columns = self.asking.preview.mapping
        return AnswerTableJob(run=str(run.folder), table=str(self._table), out=str(self.asking.place), columns=columns)

    @property
    def command(self) -> str:
        """The command that does the same; empty as long as no table is chosen."""
        return table_command(self.job) if self.job is not None else ""

    def choose(self) -> None:
        """Have a person choose a table."""
        endings = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen = choose_file(self, tr("Choose a table"), tr("Tables ({endings})", endings=endings))
        if chosen is not None:
            self.take(chosen)

    def take(self, table: Path) -> None:
        """Show the first rows of a table, and what would be asked about them."""
        if self._under_way() is not None:
            message = tr("Another table is being answered.")
            self.failed.emit(ProjectError(message, tr("Wait until that has ended, or stop it.")))
            return
        self._table, self._columns = table, {}
        self.notice.hide()
        self._look()

    def look_again(self) -> None:
        """Another model is asked, which may have learned from other fields."""
        if self.asking is not None:
            self._look()

    def begin_anew(self) -> None:
        """Another project is open."""
        self._background.drop()
        self._table = self._followed = None
        self.notice.hide()
        self.progress.hide()
        self._show(None)

    def wait(self) -> None:
        """Let what is being read end."""
        self._background.wait()

    # ------------------------------------------------------------------ before

    def _look(self) -> None:
        run, table = trained_run(self._session), self._table
        if run is not None and table is not None and isinstance(run.job, TrainJob):
            look = partial(_first_rows, table, asked_of(run), run.folder, run.job.dataset, dict(self._columns))
            self._background.drop()
            self._background.do(look, partial(self._show_preview, table), self._refuse)

    def _show_preview(self, table: Path, preview: object) -> None:
        if not isinstance(preview, TablePreview):
            return
        if self.asking is None or self.asking.table != table:
            made = TableAsking(table)
            made.mapped.connect(self._map)
            made.wanted.connect(partial(self._attempt, self.start))
            made.closed.connect(self._put_aside)
            self._show(made)
            self.asking = made
            made.start.setFocus()
        self.asking.show_preview(preview, self._columns)
        self._tell_shown()

    def _map(self, columns: dict[str, str]) -> None:
        self._columns = columns
        self._look()

    def _refuse(self, error: Exception) -> None:
        self.failed.emit(readable(error, "reading the table"))

    # ------------------------------------------------------------------ meanwhile

    def start(self) -> None:
        """Answer every row. Raises InputError where something lies at the place of the answers, ProjectError."""
        if self.job is None or self._under_way() is not None:
            return
        refuse_place(Path(self.job.out))
        self.notice.hide()
        self._followed = self._session.start(self.job)
        self._show(None)
        self._show_progress()
        self.progress.stop.setFocus()

    def _under_way(self) -> Run | None:
        runs = self._session.runs.values()
        return next((run for run in runs if _is_of_table(run) and self._session.is_running(run.folder)), None)

    def _stop(self) -> None:
        run = self._under_way()
        if run is not None:
            self._attempt(partial(self._session.ask, run.folder, Stop()))

    def _changed(self, change: Change) -> None:
        run = self._session.runs.get(change.run) if change.run is not None else None
        if run is None or not _is_of_table(run):
            return
        if self._session.is_running(run.folder):
            self._followed = run.folder
            self._show_progress()
        elif self._followed == run.folder and run.is_over:
            self._followed = None
            self._conclude(run)

    def _show_progress(self) -> None:
        run = self._under_way()
        if run is None or not isinstance(run.job, AnswerTableJob):
            return
        title = tr("Answering every row of “{table}”", table=Path(run.job.table).name)
        stage, step = run.stage, run.progress
        if stage is None or step is None:
            self.progress.show_progress(title, tr(stage.title) if stage is not None else tr("Starting…"))
        else:
            self.progress.show_progress(title, asked_words.progress(step), step.done, step.total)

    # ------------------------------------------------------------------ afterwards

    def _conclude(self, run: Run) -> None:
        self.progress.hide()
        match run.final:
            case RunFinished(result=result):
                made = AnsweredView(Answered.model_validate(result))
                made.closed.connect(self._put_aside)
                self._show(made)
                self.answered = made
                made.folder.setFocus()
            case RunFailed() as failure:
                self.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
                self._look()
            case _:
                self.notice.show_message("info", tr("Stopped. Nothing was written."))
                self._look()
        self._tell_shown()

    def _put_aside(self) -> None:
        self._table = None
        self._show(None)

    def _tell_shown(self) -> None:
        """Once it is laid out."""
        QTimer.singleShot(0, self, self.shown.emit)

    def _show(self, content: QWidget | None) -> None:
        """Show this in place of what is there."""
        self.asking = self.answered = None
        clear(self._content)
        if content is not None:
            self._content.addWidget(content)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self.failed.emit(error)


def _first_rows(
    table: Path, fields: Sequence[Field], trained: Path, dataset: str, columns: Mapping[str, str]
) -> TablePreview:
    """In the thread, since Arrow takes a moment to be loaded."""
    from ptstudio.data._asked_table import learned_fields, preview_asked

    return preview_asked(table, learned_fields(fields, trained, dataset), columns)


def _is_of_table(run: Run) -> bool:
    return isinstance(run.job, AnswerTableJob)
