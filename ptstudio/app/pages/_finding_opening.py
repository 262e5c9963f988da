"""Which window shows what a run has found that sought good settings; knows nothing of what is in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ptstudio.app.pages._finding_dialog import FindingDialog
from ptstudio.app.session import Session
from ptstudio.core.jobs import CrossValidateJob, Job, PretrainJob, RateTestJob, TuneJob


def open_finding(session: Session, folder: Path, parent: QWidget) -> FindingDialog | None:
    """Open the window that shows what a run has found; None where the run sought no settings."""
    kind = _dialog_of(session.runs[folder].job)
    if kind is None:
        return None
    dialog = kind(session, folder, parent)
    dialog.open()
    return dialog


def _dialog_of(job: Job) -> Callable[[Session, Path, QWidget], FindingDialog] | None:
    """Imported when it is first wanted: charts take long to import."""
    match job:
        case RateTestJob():
            from ptstudio.app.pages._rates_dialog import RatesDialog

            return RatesDialog
        case TuneJob():
            from ptstudio.app.pages._trials_dialog import TrialsDialog

            return TrialsDialog
        case CrossValidateJob():
            from ptstudio.app.pages._folds_dialog import FoldsDialog

            return FoldsDialog
        case PretrainJob():
            from ptstudio.app.pages._pretrain_dialog import PretrainDialog

            return PretrainDialog
        case _:
            return None
