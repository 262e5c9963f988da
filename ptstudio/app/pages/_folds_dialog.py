"""A cross-validation: a row for each fold, the mean with its spread, and the answers as a table to save."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ptstudio.app import finding
from ptstudio.app.background import Background
from ptstudio.app.file_opening import open_file
from ptstudio.app.pages._finding_dialog import FindingDialog
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.text import Button
from ptstudio.core import atomic
from ptstudio.core.cross_validation import ABOUT_FOLDS, CrossValidation, Fold, mean_and_spread
from ptstudio.core.errors import PTStudioError, explain_os_error
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks


class FoldsDialog(FindingDialog):
    """Rows come while the folds are done."""

    def __init__(self, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(session, folder, parent, tr("Cross-validate"))
        training = finding.training_of(session.runs[folder].job)
        self._metrics = all_tasks()[training.task].metrics if training is not None else ()
        self._background = Background(self, threads=1)
        headers = [tr("Fold"), tr("Samples"), *(tr(facts.title) for facts in self._metrics), tr("Time")]
        self.table = NumbersTable(tr("Folds"), headers)
        self.report = Button(tr("Open the report"), "quiet", "open")
        self.report.clicked.connect(lambda: open_file(folder / "report.html"))
        self.save = Button(tr("Save predictions as CSV…"), "primary", "save")
        self.save.clicked.connect(self._ask_where)
        self.make(self.table, growing=self.table, buttons=(self.report, self.save))

    def show_run(self, run: Run) -> None:
        """The folds so far, or what they come to."""
        found = finding.folds_of(run)
        shown = found or _so_far(run)
        self.table.show_rows(finding.fold_rows(shown, self._metrics) if shown is not None else [])
        for button in (self.report, self.save):
            button.setVisible(found is not None)
        self.say(found.verdict(self._metrics).say(tr) if found is not None else "", ABOUT_FOLDS.say(tr))

    def done(self, result: int) -> None:
        """Wait for what is being written."""
        self._background.wait()
        super().done(result)

    def _ask_where(self) -> None:
        run = self.run
        found = finding.folds_of(run) if run is not None else None
        title = tr("Save the answers of the cross-validation")
        target = choose_new_file(self, title, "predictions.csv", tr("Tables (*.csv)")) if found is not None else None
        if found is not None and target is not None:
            source = self.folder / Path(found.predictions).name
            saved = partial(self._tell_saved, target)
            self._background.do(partial(_copy, source, target), lambda _: saved(), self._tell_unsaved)

    def _tell_saved(self, target: Path) -> None:
        self.notice.show_message("good", tr("Saved as {file}.", file=target.name), str(target))

    def _tell_unsaved(self, error: Exception) -> None:
        known = explain_os_error(error, "saving") if isinstance(error, OSError) else error
        if not isinstance(known, PTStudioError):
            raise known
        self.notice.show_message("error", known.message, known.hint)


def _copy(source: Path, target: Path) -> None:
    atomic.write_bytes(target, source.read_bytes())


def _so_far(run: Run) -> CrossValidation | None:
    """The folds that have ended, as if they were all."""
    training = finding.training_of(run.job)
    if not run.folds or training is None:
        return None
    mean, spread = mean_and_spread([fold.metrics for fold in run.folds])
    folds = tuple(
        Fold(fold=fold.fold, samples=fold.samples, metrics=fold.metrics, seconds=fold.seconds) for fold in run.folds
    )
    return CrossValidation(
        task=training.task,
        dataset=training.dataset,
        metric=finding.metric_of(training).key,
        samples=sum(fold.samples for fold in folds),
        folds=folds,
        mean=mean,
        spread=spread,
        pooled={},
        baseline={},
        baseline_reason="",
        predictions="",
        seconds=sum(fold.seconds for fold in folds),
    )
