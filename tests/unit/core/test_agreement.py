"""Whether a training that was done again came out the same."""

from pathlib import Path

from ptstudio.core.agreement import WEIGHTS, agreement, agreement_lines
from ptstudio.core.events import EpochEnded, RunFinished
from ptstudio.core.jobs import TrainJob
from ptstudio.core.provenance import keep_provenance
from ptstudio.core.run import Run
from tests.helpers.provenances import provenance

JOB = TrainJob(task="image-classification", dataset="d/0001", model="m", preset="quick")


def run(folder: Path, *, accuracy: float = 0.8, loss: float = 0.5, weights: bytes = b"w", epochs: int = 2) -> Run:
    (folder / WEIGHTS).parent.mkdir(parents=True)
    (folder / WEIGHTS).write_bytes(weights)
    made = Run(folder, JOB)
    for epoch in range(1, epochs + 1):
        made.apply(
            EpochEnded(epoch=epoch, epochs=epochs, phase="head", train_loss=loss, validation_loss=loss,
                       metrics={"accuracy": 0.7}, learning_rate=0.1, seconds=1, samples_per_s=1, is_best=True)
        )  # fmt: skip
    estimate = {"value": accuracy, "low": 0.0, "high": 1.0}
    made.apply(RunFinished(result={"metrics": {"test": {"accuracy": estimate}}}))
    return made


def lines(before: Run, later: Run) -> list[str]:
    return agreement_lines(agreement(before, later))


def test_the_same_to_the_last_bit(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b")
    for each in (first, second):
        keep_provenance(provenance(), each.folder)
    assert agreement(first, second).is_exact
    assert lines(first, second) == [
        "The same as before: every figure is equal to the last bit, and so are the trained weights."
    ]


def test_the_same_figures_by_another_way_are_not_exact(tmp_path: Path) -> None:
    first = run(tmp_path / "a")
    others = run(tmp_path / "b", weights=b"v"), run(tmp_path / "c", epochs=3), run(tmp_path / "d", loss=0.5000001)
    for found in (agreement(first, other) for other in others):
        assert not found.is_exact
        assert found.is_same_in_figures


def test_how_far_losses_lie_apart_is_said(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b", loss=0.51)
    assert "losses differ by at most 0.01" in lines(first, second)[0]


def test_the_largest_difference_is_named_and_what_may_be_the_reason(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b", accuracy=0.75)
    keep_provenance(provenance(packages={"torch": "2.15.0"}), first.folder)
    keep_provenance(
        provenance(packages={"torch": "2.16.0"}, settings={"epochs": 20}, weights_sha256="b"), second.folder
    )
    said = lines(first, second)
    assert said[0] == (
        "Not the same as before: the figures differ by at most 0.05 (accuracy on the test split: 0.8 before, 0.75 now)."
    )
    assert "asked for differs" in said[1]
    assert "learned from differs" in said[2]
    assert said[3] == "What is around it differs, which can change the last digits: torch 2.15.0 before, 2.16.0 now."


def test_without_a_known_reason_that_is_said(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b", accuracy=0.75)
    assert "not written down" in lines(first, second)[1]
    for each in (first, second):
        keep_provenance(provenance(), each.folder)
    assert "Nothing that is written down differs" in lines(first, second)[1]


def test_a_training_without_weights_is_compared_by_its_figures(tmp_path: Path) -> None:
    first, second = run(tmp_path / "a"), run(tmp_path / "b")
    (second.folder / WEIGHTS).unlink()
    found = agreement(first, second)
    assert found.has_same_weights is None
    assert found.is_exact
