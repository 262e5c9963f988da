"""A paused training gives back what it holds, and goes on as if nothing had been."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import torch

from ptstudio.core.events import Event, Waiting
from ptstudio.core.project import Project
from ptstudio.core.requests import Continue, Pause
from ptstudio.core.worker import ask
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing import memory_return
from ptstudio.engine.learning import aside
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.learning.training import Training
from ptstudio.tasks import all_tasks
from tests.helpers.projects import events_of, forget_earlier_jobs
from tests.helpers.trainings import equal, project_for, setup_for, trained, weights_of

TASK = all_tasks()["image-classification"]
DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no card"))]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(TASK, tmp_path_factory.mktemp("project"))


class PausedAt(Channel):
    """Somebody asks for a pause at the n-th breath, looks around, and lets it go on."""

    def __init__(self, folder: Path, breaths: int, look: Callable[[], None]) -> None:
        super().__init__(folder, None)
        self._folder, self._left, self._look = folder, breaths, look

    def breathe(self) -> None:
        self._left -= 1
        if self._left == 0:
            ask(self._folder, Pause())
        super().breathe()

    def emit(self, event: Event) -> None:
        super().emit(event)
        if isinstance(event, Waiting):
            self._look()
            ask(self._folder, Continue())


def trained_with_a_pause(setup: Setup, breaths: int, look: Callable[[], None]) -> None:
    forget_earlier_jobs()
    with closing(PausedAt(setup.folder, breaths, look)) as channel:
        Training(setup, channel).run()
    assert [event.reason for event in events_of(setup.folder) if isinstance(event, Waiting)] == ["Paused."]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("breaths", [1, 3, 6])
def test_a_pause_gives_everything_back_and_changes_nothing(
    project: tuple[Project, str], monkeypatch: pytest.MonkeyPatch, device: str, breaths: int
) -> None:
    whole, paused = (setup_for(*project, TASK.key, "thorough", device, head_epochs=0) for _ in range(2))
    trained(whole)
    given_back: list[bool] = []
    dropped: list[Loop] = []
    plain: Any = memory_return.give_back
    drop = Loop.drop_batches

    def give_back() -> None:
        given_back.append(True)
        plain()

    def drop_batches(loop: Loop) -> None:
        dropped.append(loop)
        drop(loop)

    monkeypatch.setattr(aside, "give_back", give_back)
    monkeypatch.setattr(Loop, "drop_batches", drop_batches)

    def look() -> None:
        assert given_back
        assert len(dropped) == 1
        tensors = [*paused.network.state_dict().values()]
        tensors += [value for state in dropped[0].state_tensors.values() for value in state.values()]
        assert {tensor.device.type for tensor in tensors} == {"cpu"}

    trained_with_a_pause(paused, breaths, look)
    assert equal(weights_of(whole), weights_of(paused))
