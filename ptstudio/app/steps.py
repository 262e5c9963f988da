"""How each step of the user's way stands, read off the session; knows no widget that shows it."""

from ptstudio.app.job_words import page_of
from ptstudio.app.past_exports import exports_of
from ptstudio.app.session import Session
from ptstudio.app.trained_runs import has_model, trained_run
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.core.dataset import Revision
from ptstudio.core.jobs import EvaluateJob, ExportJob, ImportJob, TrainJob
from ptstudio.core.run import Run, RunStatus

_KINDS = {"data": ImportJob, "train": TrainJob, "evaluate": EvaluateJob, "export": ExportJob}


def state_of(step: str, session: Session) -> StepState:
    """The state of a step by its page's key; pages that are no steps have none."""
    if step not in _STATES:
        return StepState.PLAIN
    if session.project is None:
        return StepState.TODO
    if any(isinstance(run.job, _KINDS.get(step, ())) for run in session.running()):
        return StepState.RUNNING
    return _STATES[step](session)


def landing(session: Session) -> str:
    """The key of the page to begin with in an opened project: that of a running job, else the data."""
    running = session.running()
    return page_of(running[0].job) if running else "data"


def _data(session: Session) -> StepState:
    if session.revision is None:
        return StepState.READY
    is_odd = any(kind != "corrected" for kind in session.revision.findings)  # those a person has settled already
    return StepState.ATTENTION if is_odd else StepState.DONE


def _model(session: Session) -> StepState:
    if session.revision is None:
        return StepState.TODO
    return StepState.DONE if session.shown_run else StepState.READY


def _train(session: Session) -> StepState:
    run = session.shown_run
    if run is None:
        return StepState.READY if session.revision else StepState.TODO
    if run.status is not RunStatus.FINISHED:
        return StepState.ATTENTION
    return StepState.READY if _is_behind(run, session.revision) else StepState.DONE


def _is_behind(run: Run, revision: Revision | None) -> bool:
    """Whether there is a newer revision of the data than the training has learned from."""
    if revision is None or not isinstance(run.job, TrainJob):
        return False
    name, _, number = run.job.dataset.partition("/")
    return revision.name == name and revision.number > int(number)


def _evaluate(session: Session) -> StepState:
    run = session.shown_run
    if run is not None and (run.folder / "report.json").is_file():
        return StepState.DONE
    return _try(session)


def _try(session: Session) -> StepState:
    return StepState.READY if trained_run(session) is not None else StepState.TODO


def _export(session: Session) -> StepState:
    run = session.shown_run
    if run is None or not has_model(run):
        return _try(session)
    exports = exports_of(run.folder, session.runs.values())
    if not exports:
        return StepState.READY
    return StepState.DONE if exports[0].result.get("passed") else StepState.ATTENTION


_STATES = {"data": _data, "model": _model, "train": _train, "evaluate": _evaluate, "try": _try, "export": _export}
