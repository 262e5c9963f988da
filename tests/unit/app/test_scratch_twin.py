"""Which training belongs beside which."""

from pathlib import Path

from ptstudio.app.scratch_twin import is_from_scratch, scratch_job, twin_of
from ptstudio.core.jobs import ProbeJob, SettingValue, TrainJob
from ptstudio.core.run import Run


def run(name: str, model: str = "starter", *, is_scratch: bool = False) -> Run:
    settings: dict[str, SettingValue] = {"from_scratch": True} if is_scratch else {}
    job = TrainJob(task="t", dataset="d/0001", model=model, preset="quick", settings=settings, command="ptstudio …")
    return Run(Path(name), job)


FIRST, SECOND = run("1"), run("2")
SCRATCH, NEWER_SCRATCH, OTHER_SCRATCH = (
    run("3", is_scratch=True), run("4", is_scratch=True), run("5", "other", is_scratch=True),
)  # fmt: skip
ALL = (FIRST, SECOND, SCRATCH, NEWER_SCRATCH, OTHER_SCRATCH)


def test_the_newest_of_the_same_model_belongs_beside() -> None:
    assert twin_of(FIRST, ALL) is NEWER_SCRATCH
    assert twin_of(SCRATCH, ALL) is SECOND
    assert twin_of(OTHER_SCRATCH, ALL) is None
    assert twin_of(FIRST, (FIRST, SECOND)) is None


def test_the_same_training_from_scratch_differs_in_that_alone() -> None:
    job = scratch_job(FIRST)
    assert job is not None
    assert job.settings == {"from_scratch": True}
    assert (job.model, job.preset, job.dataset) == ("starter", "quick", "d/0001")
    assert is_from_scratch(Run(Path("6"), job))
    assert scratch_job(SCRATCH) is None
    assert scratch_job(Run(Path("7"), ProbeJob())) is None
