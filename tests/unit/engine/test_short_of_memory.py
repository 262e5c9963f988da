"""A training that runs out of memory goes on with less, to the same result, and so does one that is then resumed."""

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

import pytest
import torch

from ptstudio.core.errors import OutOfMemory
from ptstudio.core.events import Adapted, Event
from ptstudio.core.project import Project
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing import evaluation
from ptstudio.engine.computing.network import TrainedNetwork
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.reporting import judging
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch, Task
from tests.helpers.projects import events_of
from tests.helpers.trainings import again, at_steps, equal, project_for, setup_for, trained, weights_of

TASK = all_tasks()["image-classification"]
GPU = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(TASK, tmp_path_factory.mktemp("project"))


@pytest.fixture
def make(project: tuple[Project, str]) -> Callable[..., Setup]:
    """A training of everything, without a phase before."""
    return lambda **settings: setup_for(*project, TASK.key, "thorough", **({"head_epochs": 0, "seed": 3} | settings))


def fits(parts: int, *, recomputing: bool = False, shrunk: int = 0, first: int = 3) -> Callable[..., None]:
    """From step `first` on, memory is enough only for the last rung that is named."""

    def happens(number: int, loop: Loop, _batch: Batch) -> None:
        held = loop.adaptation
        if number >= first and (held.parts < parts or held.recomputes < recomputing or held.shrinks < shrunk):
            raise GPU

    return happens


def adapted(events: list[Event]) -> list[str]:
    return [event.message for event in events if isinstance(event, Adapted)]


def test_a_smaller_part_of_the_batch_at_a_time_gives_the_same_result(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    plenty, short = make(), make()
    trained(plenty)
    with at_steps(monkeypatch, fits(4)):
        _, events = trained(short)
    assert [re.findall(r"computed (\d) sample", said) for said in adapted(events)] == [["2"], ["1"]]
    for name, tensor in weights_of(plenty).items():
        assert torch.allclose(tensor, weights_of(short)[name], rtol=1e-3, atol=1e-4), name


@pytest.mark.parametrize("breaths", [2, 5, 9])
def test_a_resumed_training_changes_its_way_at_the_same_step(
    project: tuple[Project, str], make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch, breaths: int
) -> None:
    whole, broken = make(epochs=3), make(epochs=3)
    with at_steps(monkeypatch, fits(2)):
        trained(whole)
    with at_steps(monkeypatch, fits(2)):
        trained(broken, breaths)
    resumed = again(broken, project[0])
    with at_steps(monkeypatch, fits(2, first=1)):
        trained(resumed)
    assert equal(weights_of(whole), weights_of(resumed))


def test_then_blocks_are_computed_twice_with_the_same_result(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts_only, twice = make(), make()
    with at_steps(monkeypatch, fits(4)):
        trained(parts_only)
    with at_steps(monkeypatch, fits(4, recomputing=True)):
        _, events = trained(twice)
    assert "computed twice" in adapted(events)[-1]
    assert equal(weights_of(parts_only), weights_of(twice))


def test_the_end_of_the_ladder_is_a_clear_failure_and_the_run_can_go_on(
    project: tuple[Project, str], make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()
    with (
        at_steps(monkeypatch, fits(99)),
        pytest.raises(OutOfMemory, match="Not even one sample at a time") as caught,
    ):
        trained(setup)
    assert "allow a smaller input" in caught.value.hint
    assert list((setup.folder / "checkpoints").iterdir())
    training, _ = trained(again(setup, project[0]))
    assert training.position.epoch == 2


def test_smaller_inputs_only_where_the_user_allows_them(
    project: tuple[Project, str], make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptstudio.tasks._picturing.LEAST_PX", 32)
    setup = make(allow_smaller_input=True, image_px=64)
    with at_steps(monkeypatch, fits(4, recomputing=True, shrunk=1)):
        training, events = trained(setup)
    assert "As you allowed" in adapted(events)[-1]
    assert training.setup.trained.model.picture.px == 32
    assert training.position.epoch == 2
    resumed, _ = trained(again(setup, project[0]))
    assert resumed.setup.trained.model.picture.px == 32


def test_memory_that_runs_out_while_weights_are_changed_goes_back_to_the_last_good_state(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    halved, torn = make(), make()
    with at_steps(monkeypatch, fits(2, first=1)):
        trained(halved)
    is_left = [True]

    def tears(_number: int, loop: Loop, _batch: Batch) -> None:
        if is_left and loop.adaptation.parts == 1:
            loop.is_torn = is_left.pop()
            with torch.no_grad():
                for parameter in loop.module.parameters():
                    parameter.add_(1.0)
            raise GPU

    with at_steps(monkeypatch, tears):
        _, events = trained(torn)
    assert len(adapted(events)) == 1
    assert equal(weights_of(halved), weights_of(torn))


def test_measuring_has_its_own_batch_and_leaves_that_of_training_alone(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()
    calls: list[int] = []
    plain: Any = Loop.judge

    def judge(loop: Loop, batch_size: int, *more: Any) -> Any:
        calls.append(batch_size)
        if batch_size > 2:
            raise MemoryError
        return plain(loop, batch_size, *more)

    monkeypatch.setattr(Loop, "judge", judge)
    training, events = trained(setup)
    assert calls == [4, 2, 2]
    assert [event.cause for event in events if isinstance(event, Adapted)] == ["memory"]
    assert training.position.epoch == 2


def test_the_final_measuring_takes_fewer_samples_at_once_where_memory_runs_out(
    make: Callable[..., Setup], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = make()
    splits = {"train": setup.training}
    plain: Any = evaluation.judge
    model = TrainedNetwork(setup.network.eval(), setup.trained)

    def judge(task: Task, look: Any, batches: Iterable[Batch], *more: Any) -> Any:
        loaded = list(batches)
        if max(batch.size for batch in loaded) > 2:
            raise MemoryError
        return plain(task, look, loaded, *more)

    with closing(Channel(setup.folder, None)) as channel:
        usual = judging.judge_splits(model, splits, setup.exact, channel)
        monkeypatch.setattr(judging, "judge", judge)
        short = judging.judge_splits(model, splits, setup.exact, channel)
    assert setup.task.measure(short["train"])["accuracy"] == setup.task.measure(usual["train"])["accuracy"]
    said = adapted(events_of(setup.folder))
    assert "measured 2 at a time" in said[-1]
