"""When a network is spread over several cards: where that was asked for, or where it does not fit on one."""

from dataclasses import replace

import pytest
import torch

from ptstudio.core.jobs import SettingValue
from ptstudio.core.machine import Plan
from ptstudio.core.project import Project
from ptstudio.engine.computing.device import Way
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.ranks.splitting import split_choice
from tests.helpers.projects import TASK, coloured_project
from tests.helpers.trainings import setup_for

FITS = Plan(stages=(), choices=(), seconds=1.0, memory_mb=10_000, free_memory_mb=24_000)
TOO_LARGE = FITS.model_copy(update={"memory_mb": 30_000.0})


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"), per_class=4)


def on(device: str, shared: tuple[Project, str], precision: str = "float32", **settings: SettingValue) -> Setup:
    project, dataset = shared
    setup = setup_for(project, dataset, TASK, "thorough", "cpu", **settings)
    return replace(setup, way=Way(torch.device(device), precision))


def test_a_network_that_fits_on_one_card_stays_whole(shared: tuple[Project, str]) -> None:
    assert split_choice(on("cuda", shared), FITS) is None


def test_one_that_does_not_fit_is_split_and_that_is_said(shared: tuple[Project, str]) -> None:
    choice = split_choice(on("cuda", shared), TOO_LARGE)
    assert choice is not None
    assert "30" in choice.reason
    assert "24" in choice.reason


def test_processes_of_one_machine_share_its_memory_so_that_splitting_gains_nothing(shared: tuple[Project, str]) -> None:
    assert split_choice(on("cpu", shared), TOO_LARGE) is None


def test_a_person_has_the_last_word(shared: tuple[Project, str]) -> None:
    asked = split_choice(on("cpu", shared, split_network="always"), FITS)
    assert asked is not None
    assert asked.reason == "As you asked."
    assert split_choice(on("cuda", shared, split_network="never"), TOO_LARGE) is None


def test_a_loss_that_must_be_scaled_is_not_split(shared: tuple[Project, str]) -> None:
    assert split_choice(on("cuda", shared, "float16"), TOO_LARGE) is None
