"""Trainings by small additions (adapters), with every kind of network that reads: they learn, stop, and go on."""

import pytest
import torch

from ptstudio.core.events import Adapted, EpochEnded
from ptstudio.core.jobs import RateTestJob, SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.rate_test import RateTest
from ptstudio.engine import rate_testing
from ptstudio.engine.choosing.trying_steps import Learning
from ptstudio.engine.computing.network import build
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.setup import Setup
from ptstudio.models import all_families
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch
from tests.helpers.encoders import TINY, reader_in_library
from tests.helpers.projects import done
from tests.helpers.trainings import again, at_steps, equal, project_for, setup_for, trained, weights_of

TASK = all_tasks()["text-classification"]
SHORT: dict[str, SettingValue] = {"head_epochs": 0, "epochs": 3, "learning_rate": 1e-2, "warmup": 0.0}
BREATHS = 9
"""In the second of three epochs."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return project_for(TASK, tmp_path_factory.mktemp("project"))


def adapting(project: tuple[Project, str], kind: str) -> Setup:
    return setup_for(*project, TASK.key, "balanced", "cpu", reader_in_library(kind), **SHORT)


@pytest.mark.parametrize("kind", TINY)
def test_every_kind_learns_and_ends_with_the_same_bits_after_an_interruption(
    project: tuple[Project, str], kind: str
) -> None:
    whole, broken = adapting(project, kind), adapting(project, kind)
    plain = set(build(whole.trained).state_dict())
    _, events = trained(whole)
    losses = [event.train_loss for event in events if isinstance(event, EpochEnded)]
    assert losses[-1] < losses[0]
    assert set(weights_of(whole)) == plain

    stopped, _ = trained(broken, BREATHS)
    assert stopped.position.epoch == 1
    assert stopped.has_best
    assert set(weights_of(broken)) == plain
    resumed = again(broken, project[0])
    trained(resumed)
    assert equal(weights_of(whole), weights_of(resumed))


def test_the_layers_themselves_have_learned_what_the_additions_did(project: tuple[Project, str]) -> None:
    setup = adapting(project, "bert")
    before = {name: tensor.clone() for name, tensor in weights_of(setup).items()}
    trained(setup)
    changed = {name for name, tensor in weights_of(setup).items() if not tensor.equal(before[name])}
    layers = {name for name in before if "encoder.layer" in name and name.endswith("weight") and "Norm" not in name}
    assert changed == layers | {"head.weight", "head.bias"}


def test_who_stops_before_the_first_epoch_has_no_network_to_keep(project: tuple[Project, str]) -> None:
    setup = adapting(project, "bert")
    names = set(weights_of(setup))
    training, _ = trained(setup, 1)
    assert not training.has_best
    assert set(weights_of(setup)) == names


def test_memory_and_speed_are_tried_on_a_copy(project: tuple[Project, str]) -> None:
    setup = adapting(project, "bert")
    names, need = set(weights_of(setup)), {}
    for preset in ("balanced", "thorough"):
        tried_on = setup_for(*project, TASK.key, preset, **(SHORT | {"adapter_rank": 1}))
        rows = tried_on.training
        batch = TASK.collate([TASK.example(rows[n], tried_on.trained, tried_on.settings, None) for n in range(4)])
        learning = Learning(TASK, tried_on.settings, tried_on.network, tried_on.phases[-1], batch)
        learning.begin(tried_on.way)()
        need[preset] = learning.memory_need(tried_on.way, 0.0)
        assert set(weights_of(tried_on)) == names
    assert 0 < need["balanced"].learning_mb < need["thorough"].learning_mb


def test_where_memory_runs_out_it_goes_on_in_parts_twice_over_and_with_shorter_texts(
    project: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = setup_for(*project, TASK.key, "balanced", **(SHORT | {"allow_smaller_input": True}))
    names = set(weights_of(setup))

    def happens(number: int, loop: Loop, _batch: Batch) -> None:
        if number >= 3 and not loop.adaptation.shrinks:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    with at_steps(monkeypatch, happens):
        training, events = trained(setup)
    said = [event.message for event in events if isinstance(event, Adapted)]
    assert "computed twice" in said[-2]
    assert "As you allowed" in said[-1]
    assert training.setup.trained.model.text.most_tokens < setup.trained.model.text.most_tokens
    assert training.position.epoch == 3
    assert set(weights_of(setup)) == names
    resumed = again(setup, project[0])
    trained(resumed)
    assert equal(weights_of(setup), weights_of(resumed))


def test_a_loss_out_of_control_goes_back_to_additions_that_were_good(
    project: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = adapting(project, "bert")

    def happens(number: int, _loop: Loop, _batch: Batch) -> None:
        if number == 4:
            with torch.no_grad():
                setup.network.get_parameter("head.weight").fill_(torch.nan)

    with at_steps(monkeypatch, happens):
        training, events = trained(setup)
    assert [event.cause for event in events if isinstance(event, Adapted)] == ["divergence"]
    assert training.position.epoch == 3
    assert all(bool(tensor.isfinite().all()) for tensor in weights_of(setup).values())


def test_a_rate_is_found_for_them(project: tuple[Project, str]) -> None:
    values: dict[str, SettingValue] = {"head_epochs": 1, "epochs": 1, "batch_size": 8, "device": "cpu"}
    job = RateTestJob(
        training=TrainJob(
            task=TASK.key, dataset=project[1], model=reader_in_library(), preset="balanced", settings=values
        )
    )
    found = RateTest.model_validate(done(rate_testing.run, job, project[0].new_run(job)))
    assert found.phase == "Adjusting small additions to all layers"
    assert found.usual == all_families()["hf-text-encoder"].rates.adapting
    assert len(found.points) > 10
