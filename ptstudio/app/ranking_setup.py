"""What is said before models are ranked: what will happen, how long it takes, what stands in the way; knows no widget
but cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.app import formats, model_words, sample_words
from ptstudio.app.model_browsing import Listed, speed_words
from ptstudio.app.model_costs import effort_of
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.core.dataset import Split
from ptstudio.core.jobs import LibraryJob, RankJob
from ptstudio.core.machine import Machine
from ptstudio.core.run import Run

LOOKED_AT = int(RankJob.model_fields["samples"].default)
"""How many training pictures are looked at, at most."""
A_MODEL_S, A_PICTURE_S, AN_EFFORT_S = 4.0, 0.005, 0.024
"""What it takes to load and try a model, to open a picture, and to compute one for each unit of effort and core;
measured on two cores of a processor."""
MOST_CORES = 8
"""More cores hardly make a small batch faster."""
SOON_S = 45.0


@dataclass(frozen=True)
class Obstacle:
    """Why models cannot be ranked now, and what to do about it."""

    message: str
    hint: str


def obstacle(session: Session, ready: Sequence[Listed]) -> Obstacle | None:
    """What stands in the way of ranking, if anything does."""
    if session.project is None or session.revision is None or not training_samples(session):
        return Obstacle(
            tr("Import data first."),
            tr("Then every model that is ready can show how well it suits them, before anything is trained."),
        )
    if session.is_read_only:
        return Obstacle(
            tr("This project is open in another window, which may write to it."),
            tr("Here it can only be looked at. Compare the models in the other window."),
        )
    if not ready:
        return Obstacle(tr("No model for this task is on this machine."), tr("Add the weights of some first."))
    if any(not isinstance(run.job, LibraryJob | RankJob) for run in session.running()):
        return Obstacle(
            tr("Another job is running in this project."),
            tr("Wait until it has ended: beside it, every model would seem slower than it is."),
        )
    return None


def training_samples(session: Session) -> int:
    """How many there are to learn from."""
    return session.revision.counts.totals.get(Split.TRAIN, 0) if session.revision is not None else 0


def purpose(samples: int, kind: str = sample_words.PICTURE) -> str:
    """What will happen, in plain words, with so many training samples of a kind."""
    of_them = sample_words.of_training(kind, min(samples, LOOKED_AT), samples)
    said = tr("Each model looks once at {samples}, and it is measured how well their classes can be told apart by what "
              "it sees.", samples=of_them)  # fmt: skip
    rest = tr("Nothing is trained, and the samples for validation and test stay unseen. Only models that are on this "
              "machine can be tried.")  # fmt: skip
    return f"{said} {rest}"


def expected_s(models: Sequence[Listed], samples: int, machine: Machine, *, has_card: bool) -> float:
    """About how long it takes, from what is recorded of the models; a graphics card computes in no time."""
    looked_at = min(samples, LOOKED_AT)
    cores = min(max(machine.cores, 1), MOST_CORES)
    effort = 0.0 if has_card else sum(effort_of(listed.model) for listed in models) / cores
    return len(models) * (A_MODEL_S + A_PICTURE_S * looked_at) + AN_EFFORT_S * effort * looked_at


def expected_words(seconds: float) -> str:
    """The same as far as it can be told beforehand."""
    if seconds <= SOON_S:
        return tr("This takes less than a minute.")
    minutes = round(seconds / 60 + 0.5)
    return tr("This takes roughly {time}; the time left is shown once the first model is done.",
              time=formats.duration(60.0 * max(minutes, 2)))  # fmt: skip


def headers() -> tuple[str, ...]:
    """The columns of `row_of`."""
    return tr("Model"), tr("Speed"), tr("Weights")


def row_of(listed: Listed) -> Row:
    """A model that can be tried."""
    cells = (listed.model.title, speed_words(listed.speed), model_words.weights(listed.model))
    return Row(listed.key, tuple(map(Cell, cells)))


def running(session: Session) -> Run | None:
    """The ranking under way, if there is one."""
    return next((run for run in session.running() if isinstance(run.job, RankJob)), None)


def job_for(session: Session, ticked: Sequence[str], ready: Sequence[Listed]) -> RankJob | None:
    """Trying the models that are ticked; nothing without data. All that are ready are not named one by one."""
    if session.revision is None:
        return None
    models = () if len(ticked) == len(ready) else tuple(ticked)
    return RankJob(task=session.task, dataset=session.revision.key, models=models)
