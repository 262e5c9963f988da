"""The table of a project's runs with its filters: rows, names, notes and stars; knows not what is done with a run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from ptstudio.app import run_facts
from ptstudio.app.background import Background
from ptstudio.app.run_columns import USUAL, RunLine, columns, row_of
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.column_rows import TableRow
from ptstudio.app.widgets.column_table import ColumnTable
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.core import atomic
from ptstudio.core.errors import PTStudioError, explain_os_error
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.run_notes import RunNotes, keep_notes, name_of, notes_of, usual_name
from ptstudio.core.run_summary import RunSummary, as_csv, summary_of

TABLE_HEIGHT = 220
FILTER_WIDTH = 120
AT_A_TIME = 50
"""So many folders are read before what was found is shown."""


class RunsList(QWidget):
    """`failed(PTStudioError)` where something cannot be written."""

    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.columns = columns()
        self._notes: dict[Path, RunNotes] = {}
        self._figures: dict[Path, run_facts.Figures | None] = {}
        self._rows: dict[Path, TableRow] = {}
        self._background = Background(self, threads=1)
        self._kind = self._status = ""
        self.table = ColumnTable(tr("Runs of the project"), self.columns)
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.table.show_columns(session.preferences.run_columns or USUAL)
        self.table.columns_chosen.connect(self._keep_columns)
        self.table.marked.connect(self.switch_star)
        self.table.renamed.connect(self._rename)
        self._make_filters()
        top = row(self.words, self.kinds, self.statuses, self._count, self._columns_button, self.save, gap=Space.medium)
        top.setStretch(0, 1)
        whole = column(top, self.table, gap=Space.medium)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    # ------------------------------------------------------------------ what a page asks

    def runs(self) -> list[Run]:
        """The project's own runs, the newest first."""
        project = self.session.project
        if project is None:
            return []
        home = project.folder / "runs"
        own = [run for folder, run in self.session.runs.items() if folder.parent == home]
        return sorted(own, key=lambda run: run.folder.name, reverse=True)

    def is_running(self, run: Run) -> bool:
        """Whether its worker is still there."""
        return self.session.is_followed(run.folder)

    def status_of(self, run: Run) -> str:
        """How it stands."""
        return run_facts.status_of(run, is_running=self.is_running(run))

    def notes_of(self, folder: Path) -> RunNotes:
        """What a person has said of a run; read when it is first asked for."""
        if folder not in self._notes:
            self._notes[folder] = notes_of(folder)
        return self._notes[folder]

    def name_of(self, run: Run) -> str:
        """What a run is called."""
        return name_of(run.folder, self.notes_of(run.folder))

    # ------------------------------------------------------------------ showing

    def begin(self) -> None:
        """Another project is open, or none: show its runs."""
        self._background.drop()
        self._rows.clear()
        self._figures.clear()
        self._notes.clear()
        self.words.clear()
        self._kind = self._status = ""
        self.renew_all()

    def renew_all(self) -> None:
        """Show every run; rows are made of those that are new here, whose folders are read in the background."""
        runs = self.runs()
        by_name = {run.folder.name: run for run in runs}
        fresh = [run for run in runs if run.folder not in self._rows]
        self._rows |= {run.folder: self._row(run, by_name) for run in fresh}
        for place in range(0, len(fresh), AT_A_TIME):
            folders = [(run.folder, self._wants_figures(run)) for run in fresh[place : place + AT_A_TIME]]
            self._background.do(partial(_read_folders, folders), self._take_read)
        self.table.show_rows([self._rows[run.folder] for run in runs])
        self._offer_filters()

    def renew(self, folder: Path) -> None:
        """Something happened in a run, which may be a new one, or have gone."""
        runs = self.runs()
        by_name = {run.folder.name: run for run in runs}
        before, run = self._rows.pop(folder, None), self.session.runs.get(folder)
        if run is None or by_name.get(folder.name) is not run:
            self.table.forget([str(folder)])
        elif before is None:
            self.renew_all()
        else:
            self._rows[folder] = self._row(run, by_name)
            self.table.renew(self._rows[folder])
        after = self._rows.get(folder)
        if before is None or after is None or after.tags != before.tags:
            self._offer_filters()

    def _row(self, run: Run, by_name: dict[str, Run]) -> TableRow:
        notes = self._notes.get(run.folder, RunNotes())
        figures = self._figures.get(run.folder)
        if isinstance(run.job, TrainJob) and run.status is RunStatus.FINISHED:
            figures = run_facts.figures_of(run) or figures
        return row_of(RunLine(run, notes, figures, self.status_of(run), self.is_running(run), by_name))

    def _wants_figures(self, run: Run) -> bool:
        """Whether its report has to be read, because it said no figures itself."""
        is_training = isinstance(run.job, TrainJob) and run.status is RunStatus.FINISHED
        return is_training and run_facts.figures_of(run) is None

    def _take_read(self, found: object) -> None:
        if not isinstance(found, dict):
            return
        runs = self.runs()
        by_name = {run.folder.name: run for run in runs}
        for folder, (notes, figures) in found.items():
            self._notes.setdefault(folder, notes)
            self._figures[folder] = figures
            run = by_name.get(folder.name)
            if run is not None and (figures is not None or notes != RunNotes()):
                self._rows[folder] = self._row(run, by_name)
        self.table.show_rows([self._rows[run.folder] for run in runs if run.folder in self._rows])
        self.table.selected.emit()

    # ------------------------------------------------------------------ what a person says of runs

    def switch_star(self, keys: Sequence[str]) -> None:
        """Give these a star, or take it from them where all have one."""
        folders = [Path(key) for key in keys]
        is_starred = not all(self.notes_of(folder).is_starred for folder in folders)
        for folder in folders:
            self._keep(folder, self.notes_of(folder).model_copy(update={"is_starred": is_starred}))

    def write_note(self, key: str, text: str) -> None:
        """Keep a note."""
        folder = Path(key)
        if folder in self.session.runs:
            self._keep(folder, self.notes_of(folder).model_copy(update={"note": text}))

    def _rename(self, key: str, text: str) -> None:
        folder = Path(key)
        name = "" if text == usual_name(folder) else text
        self._keep(folder, self.notes_of(folder).model_copy(update={"name": name}))

    def _keep(self, folder: Path, notes: RunNotes) -> None:
        try:
            self.session.refuse_read_only()
            keep_notes(notes, folder)
        except PTStudioError as error:
            self.failed.emit(error)
            return
        self._notes[folder] = notes
        self.renew(folder)
        self.table.selected.emit()

    # ------------------------------------------------------------------ filters and columns

    def _make_filters(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Find runs"))
        self.words.setAccessibleName(tr("Find runs by words in any column"))
        self.words.setToolTip(tr("Words in any column, name or note (Ctrl+F)"))
        self.words.setClearButtonEnabled(True)
        for clearing in self.words.findChildren(QToolButton):
            clearing.setAccessibleName(tr("Clear the search"))
        self.words.setMinimumWidth(FILTER_WIDTH)
        self.words.textChanged.connect(self._filter)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)
        self.kinds, self.statuses = Chooser(tr("Show")), Chooser(tr("that are"))
        self.kinds.chosen.connect(self._filter_kind)
        self.statuses.chosen.connect(self._filter_status)
        self._count = label("", "muted")
        self._count.setWordWrap(False)
        self._columns_button = IconButton("columns", tr("Choose the columns of the table"))
        self._columns_menu = QMenu(self)
        self._columns_menu.aboutToShow.connect(lambda: self.table.fill_columns_menu(self._columns_menu))
        self._columns_button.setMenu(self._columns_menu)
        self._columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save = IconButton("save", tr("Save what the table shows, with raw values (*.csv)"))
        self.save.clicked.connect(self._choose_file)

    def _find(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _offer_filters(self) -> None:
        kinds = sorted({row.tags[0] for row in self._rows.values()})
        statuses = {row.tags[1]: row.tags[2] for row in self._rows.values()}
        self._kind = self._kind if self._kind in kinds else ""
        self._status = self._status if self._status in statuses else ""
        self.kinds.show_choices([("", tr("all kinds")), *((kind, kind) for kind in kinds)], self._kind)
        self.statuses.show_choices([("", tr("in any state")), *sorted(statuses.items())], self._status)
        self._filter()

    def _filter_kind(self, kind: object) -> None:
        self._kind = str(kind)
        self._filter()

    def _filter_status(self, status: object) -> None:
        self._status = str(status)
        self._filter()

    def _filter(self) -> None:
        self.table.filter(self.words.text(), [tag for tag in (self._kind, self._status) if tag])
        self._count.setText(tr("{shown} of {all} runs", shown=self.table.shown_count, all=len(self._rows)))

    def _keep_columns(self) -> None:
        self.session.preferences.run_columns = self.table.shown_columns

    # ------------------------------------------------------------------ saving

    def _choose_file(self) -> None:
        file = choose_new_file(self, tr("Save the table of runs"), "runs.csv", tr("Tables (*.csv)"))
        if file is not None:
            self.save_table(file)

    def save_table(self, file: Path) -> None:
        """Write the runs that are shown, in the order in which they are, with raw values."""
        found = [self.session.runs[Path(key)] for key in self.table.shown_keys()]
        try:
            atomic.write_text(file, as_csv(map(self._summary, found)))
        except OSError as error:
            self.failed.emit(explain_os_error(error, "saving the table"))

    def _summary(self, run: Run) -> RunSummary:
        facts = run_facts.best_facts(run.job.task) if isinstance(run.job, TrainJob) else None
        return summary_of(run, self.notes_of(run.folder), self.status_of(run), facts.key if facts else "")

    def wait(self) -> None:
        """Read nothing any more."""
        self._background.wait()


def _read_folders(folders: Sequence[tuple[Path, bool]]) -> dict[Path, tuple[RunNotes, run_facts.Figures | None]]:
    """What a person said of runs, and the figures of those that are wanted; in a thread."""
    return {
        folder: (notes_of(folder), run_facts.read_figures(folder) if wants_figures else None)
        for folder, wants_figures in folders
    }
