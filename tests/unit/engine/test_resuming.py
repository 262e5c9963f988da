"""A training that was stopped and resumed ends with the very bits of one that was not: every task, every preset, at
two places, and one task at four.
"""

import pytest

from ptstudio.core.events import EpochEnded, WarningRaised
from ptstudio.core.project import Project
from ptstudio.engine.channel import Channel
from ptstudio.engine.learning.position import Position
from ptstudio.engine.learning.setup import Setup
from ptstudio.tasks import all_tasks
from tests.helpers.trainings import again, equal, project_for, setup_for, trained, weights_of

WAYS = [(task.key, preset.key) for task in all_tasks().values() for preset in task.presets]


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Project, str]]:
    return {key: project_for(task, tmp_path_factory.mktemp("project")) for key, task in all_tasks().items()}


@pytest.mark.parametrize(("task", "preset"), WAYS)
def test_a_training_stopped_in_each_of_its_phases_ends_with_the_same_bits(
    projects: dict[str, tuple[Project, str]], monkeypatch: pytest.MonkeyPatch, task: str, preset: str
) -> None:
    trained(setup_for(*projects[task], task, preset))  # later ones find its features, and breathe less often
    whole = setup_for(*projects[task], task, preset)
    breaths, reached = breaths_of(whole, monkeypatch)
    phases_stopped = set()
    for part in range(1, 5) if task == "image-classification" else (1, 4):
        broken = setup_for(*projects[task], task, preset)
        stopped, _ = trained(broken, part * breaths // 5)
        phases_stopped.add(stopped.position.phase)
        resumed = again(broken, projects[task][0])
        training, _ = trained(resumed)
        assert equal(weights_of(whole), weights_of(resumed)), f"stopped at {stopped.position.place}"
        assert without_seconds(training.position) == without_seconds(reached)
    assert phases_stopped == set(range(len(whole.phases)))


def breaths_of(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> tuple[int, Position]:
    """Train to the end; gives how often Stop could have been heard, and what was reached."""
    plain, breaths = Channel.breathe, 0

    def breathe(channel: Channel) -> None:
        nonlocal breaths
        breaths += 1
        plain(channel)

    with monkeypatch.context() as patch:
        patch.setattr(Channel, "breathe", breathe)
        training, _ = trained(setup)
    return breaths, training.position


def without_seconds(position: Position) -> Position:
    return position.model_copy(update={"seconds": {}})


def test_what_was_said_once_is_not_said_again_and_epochs_go_on(
    projects: dict[str, tuple[Project, str]],
) -> None:
    project, dataset = projects["image-classification"]
    setup = setup_for(
        project, dataset, "image-classification", "quick", head_epochs=7, head_learning_rate=1e-9, weight_decay=0.0
    )
    _, first = trained(setup, breaths=20)
    _, second = trained(again(setup, project))
    said = [event.key for event in (*first, *second) if isinstance(event, WarningRaised)]
    assert said == ["loss-stuck"]
    epochs = [event.epoch for event in (*first, *second) if isinstance(event, EpochEnded)]
    assert epochs == list(range(1, 8))


def test_a_worker_that_was_killed_while_saving_leaves_nothing_behind(
    projects: dict[str, tuple[Project, str]],
) -> None:
    project, dataset = projects["image-classification"]
    setup = setup_for(project, dataset, "image-classification", "quick")
    half_written = setup.folder / "checkpoints" / ".epoch-00001-step-000000.new.abc"
    half_written.mkdir(parents=True)
    (half_written / "weights.safetensors").write_bytes(b"0" * 100)
    trained(setup)
    assert sorted(path.name for path in (setup.folder / "checkpoints").iterdir()) == [
        *sorted({path.name for path in (setup.folder / "checkpoints").glob("best-*")}),
        "epoch-00001-step-000000",
        "epoch-00002-step-000000",
    ]
