"""The trainings of a project that have left a model: which they are, what to call them, what they can answer."""

from ptstudio.app.sample_words import PICTURE
from ptstudio.app.session import Session
from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run
from ptstudio.data._columns import Field
from ptstudio.tasks import all_tasks


def has_model(run: Run | None) -> bool:
    """Whether a training has left a network that can be tried out."""
    return run is not None and (run.folder / "model" / "model.json").is_file()


def trained_run(session: Session) -> Run | None:
    """The training whose model is meant: the one that is shown, or else the newest that has left a model."""
    shown = session.shown_run
    if has_model(shown):
        return shown
    newest_first = (session.runs[folder] for folder in reversed(session.trainings()))
    return next(filter(has_model, newest_first), None)


def trained_runs(session: Session) -> list[Run]:
    """Trainings with a model, the newest first."""
    return [run for folder in reversed(session.trainings()) if has_model(run := session.runs[folder])]


def sample_kind(run: Run | None) -> str:
    """What the samples are that a trained model answers for; pictures where there is none, or its task is not known."""
    task = all_tasks().get(run.job.task) if run is not None and isinstance(run.job, TrainJob) else None
    return task.icon if task is not None else PICTURE


def looks_of(run: Run | None) -> int:
    """About how often a trained model looks at a sample until it is known what decided."""
    task = all_tasks().get(run.job.task) if run is not None and isinstance(run.job, TrainJob) else None
    return task.looks if task is not None else 1


def asked_of(run: Run | None) -> tuple[Field, ...]:
    """What a trained model can be asked about in the rows of a table; nothing where it answers for no tables."""
    task = all_tasks().get(run.job.task) if run is not None and isinstance(run.job, TrainJob) else None
    return task.asked if task is not None else ()


def is_asked_questions(run: Run | None) -> bool:
    """Whether a trained model answers nothing about a text alone: it must be asked something beside it."""
    return any(field.name == "pair" and field.needed for field in asked_of(run))


def can_be_corrected(run: Run) -> bool:
    """Whether an answer of this trained model is put right by naming a class."""
    task = all_tasks().get(run.job.task) if isinstance(run.job, TrainJob) else None
    return task is not None and task.files() is not None


def classes_of(run: Run, session: Session) -> tuple[str, ...]:
    """The classes that a trained model chooses among; none where its data are gone."""
    if session.project is None or not isinstance(run.job, TrainJob):
        return ()
    try:
        return session.project.revision(run.job.dataset).classes
    except ProjectError:
        return ()
