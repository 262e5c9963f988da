"""What a run is called: the same in every list, before and after it has started, and after a resume."""

from pathlib import Path

from ptstudio.app import formats
from ptstudio.app.run_titles import begun_words, training_title
from ptstudio.core.events import RunStarted
from ptstudio.core.jobs import ProbeJob, TrainJob
from ptstudio.core.project import new_run_folder
from ptstudio.core.run import Run

JOB = TrainJob(task="image-classification", dataset="d/0001", model="starter", preset="balanced")
HOUR = 3600


def test_a_title_tells_trainings_apart() -> None:
    usual, scratch = Run(Path("a"), JOB), Run(Path("b"), JOB.model_copy(update={"settings": {"from_scratch": True}}))
    for run in (usual, scratch):
        run.apply(RunStarted(pid=1, at=0))
    assert training_title(usual) == f"starter, balanced · {formats.day(0)}"
    assert training_title(scratch) == f"starter, balanced, from scratch · {formats.day(0)}"
    assert training_title(Run(Path("look"), ProbeJob())) == "look"


def test_a_run_keeps_its_title_when_it_starts_and_when_it_is_resumed(tmp_path: Path) -> None:
    run = Run(new_run_folder(tmp_path / "run", JOB), JOB)
    made = begun_words(run)
    run.apply(RunStarted(pid=1, at=run.begun_at))
    run.apply(RunStarted(pid=2, at=run.begun_at + 5 * HOUR, session=2))
    assert begun_words(run) == made
