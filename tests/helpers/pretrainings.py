"""What a model leaves behind that has read texts before its training, made without torch."""

from pathlib import Path

from ptstudio.core.events import EpochEnded, Event, RunFinished, RunStarted, RunStopped, StageChanged, StepEnded
from ptstudio.core.familiarity import Effect, Familiarity, Guesses
from ptstudio.core.jobs import PretrainJob, TrainJob
from ptstudio.core.project import Project
from tests.helpers.text_projects import MODEL, TASK
from tests.helpers.windows import write_events


def familiarity(after: float = 31.0, effect: float = 0.85, more: int = 0, left_out: int = 0) -> Familiarity:
    """Figures of a model that has read a few thousand letters."""
    return Familiarity(
        model="all-minilm-l6-v2-letters",
        title="all-MiniLM-L6-v2, familiar with letters",
        beginning="all-MiniLM-L6-v2",
        own_texts=1210,
        more_texts=more,
        left_out=left_out,
        unreadable=0,
        epochs=3,
        before=Guesses(found=0.31, perplexity=62.0),
        after=Guesses(found=0.42, perplexity=after),
        effect=Effect(metric="Accuracy", before=0.8, after=effect, samples=300),
        seconds=61.0,
    )


def job() -> PretrainJob:
    """That of the newest revision of letters."""
    training = TrainJob(task=TASK, dataset="letters/0001", model=MODEL, preset="balanced")
    return PretrainJob(training=training, epochs=5)


def epochs(count: int = 5) -> list[EpochEnded]:
    """A loss that falls."""
    return [
        EpochEnded(
            epoch=number,
            epochs=5,
            phase="all",
            train_loss=4.4 - 0.5 * number**0.5,
            validation_loss=4.3 - 0.4 * number**0.5,
            metrics={"found": 0.3 + 0.02 * number, "perplexity": 70.0 - 8 * number},
            learning_rate=5e-5,
            seconds=20.0,
            samples_per_s=60.0,
            is_best=True,
        )
        for number in range(1, count + 1)
    ]


def put_pretraining(project: Project, *, is_stopped: bool = False) -> Path:
    """One that has ended, or was stopped and can go on."""
    folder = project.new_run(job())
    ended = epochs(2 if is_stopped else 5)
    end: Event = RunFinished(result=familiarity(more=5000, left_out=12).model_dump(mode="json"))
    if is_stopped:
        end = RunStopped(message="Stopped.", can_resume=True)
        (folder / "checkpoints" / "epoch-00002-step-000000").mkdir(parents=True)
    stage = StageChanged(stage="all", title="Reading your texts")
    write_events(folder, [RunStarted(pid=1), stage, *ended, StepEnded(stage="all", done=5, total=5), end])
    return folder
