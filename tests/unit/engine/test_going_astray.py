"""A loss that goes out of control: found at the step, back to the last good state, smaller steps, once."""

from collections.abc import Callable

import pytest
import torch

from ptstudio.core.errors import Diverged
from ptstudio.core.events import Adapted, EpochEnded
from ptstudio.core.project import Project
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch
from tests.helpers.projects import events_of
from tests.helpers.trainings import again, at_steps, equal, project_for, setup_for, trained, weights_of

TASK = all_tasks()["image-classification"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(TASK, tmp_path_factory.mktemp("project"))


@pytest.fixture
def make(project: tuple[Project, str]) -> Callable[..., Setup]:
    return lambda **settings: setup_for(*project, TASK.key, "thorough", **({"head_epochs": 1, "epochs": 3} | settings))


def poisoned(at_full_rate: int, at_lower_rate: int = 0) -> Callable[..., Batch | None]:
    """From the n-th step on that is made at a learning rate, inputs are no numbers; 0 for never."""
    made = {1.0: 0, 0.1: 0}

    def happens(_number: int, loop: Loop, batch: Batch) -> Batch | None:
        rate = loop.adaptation.rate_factor
        made[rate] += 1
        first = at_full_rate if rate == 1 else at_lower_rate
        if not first or made[rate] < first:
            return None
        return Batch(torch.full_like(batch.inputs, torch.nan), batch.targets, batch.size)

    return happens


def test_a_loss_that_is_no_number_is_found_at_its_step_and_training_goes_on_gently(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()
    steps: list[int] = []
    poison = poisoned(at_full_rate=6)

    def happens(number: int, loop: Loop, batch: Batch) -> Batch | None:
        steps.append(number if loop.adaptation.rate_factor == 1 else -number)
        return poison(number, loop, batch)

    with at_steps(monkeypatch, happens):
        training, events = trained(setup)
    assert max(steps) == 6, "not one step more was made with the loss out of control"
    assert [event.cause for event in events if isinstance(event, Adapted)] == ["divergence"]
    said = next(event.message for event in events if isinstance(event, Adapted))
    assert "no longer a number" in said
    assert "a tenth of the learning rate" in said
    assert training.position.epoch == 4
    assert all(torch.isfinite(tensor).all() for tensor in weights_of(setup).values())
    rates = [event.learning_rate for event in events if isinstance(event, EpochEnded)]
    assert rates[-1] < rates[1]


@pytest.mark.parametrize("breaths", [6, 12, 16])
def test_a_resumed_training_lowers_its_rate_at_the_same_step(
    project: tuple[Project, str], make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch, breaths: int
) -> None:
    whole, broken = make(), make()
    with at_steps(monkeypatch, poisoned(at_full_rate=6)):
        trained(whole)
    with at_steps(monkeypatch, poisoned(at_full_rate=6)):
        stopped, _ = trained(broken, breaths)
    left = 6 - 2 * stopped.position.epoch - stopped.position.step
    resumed = again(broken, project[0])
    with at_steps(monkeypatch, poisoned(at_full_rate=max(left, 1))):
        trained(resumed)
    assert equal(weights_of(whole), weights_of(resumed))


def test_a_second_time_is_a_clear_failure_and_what_was_saved_is_sound(
    project: tuple[Project, str], make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()
    with at_steps(monkeypatch, poisoned(6, 2)), pytest.raises(Diverged, match="has not helped") as caught:
        trained(setup)
    assert "lower" in caught.value.hint
    assert len([event for event in events_of(setup.folder) if isinstance(event, Adapted)]) == 1
    resumed = again(setup, project[0])
    training, _ = trained(resumed)
    assert training.position.epoch == 4
    assert all(torch.isfinite(tensor).all() for tensor in weights_of(resumed).values())


def test_weights_that_are_no_numbers_are_never_saved(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()

    def ruins(number: int, loop: Loop, _batch: Batch) -> None:
        if number == 4:
            with torch.no_grad():
                next(loop.module.parameters()).fill_(torch.nan)

    with at_steps(monkeypatch, ruins):
        training, events = trained(setup)
    assert [event.cause for event in events if isinstance(event, Adapted)] == ["divergence"]
    assert training.position.epoch == 4


def test_whoever_compares_learning_rates_wants_no_rescue(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Training.__init__

    def strict(training: Training, *arguments: object) -> None:
        plain(training, *arguments, is_rescued=False)  # type: ignore[arg-type]

    monkeypatch.setattr(Training, "__init__", strict)
    with at_steps(monkeypatch, poisoned(3)), pytest.raises(Diverged, match="no longer a number"):
        trained(make())
