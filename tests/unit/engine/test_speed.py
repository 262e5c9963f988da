"""What was measured of a network is found again, and lost where nothing can be written."""

from pathlib import Path

import pytest
import torch
from torch import nn

from ptstudio.core.folders import data_folder
from ptstudio.core.training import TrainingSettings
from ptstudio.engine import speed
from ptstudio.tasks._task import Batch
from tests.helpers.pretrained import model


def measured() -> speed.Speed:
    def batch_of(count: int) -> Batch:
        return Batch(inputs=torch.zeros(count, 3, 8, 8), targets=torch.zeros(count), size=count)

    network = nn.Conv2d(3, 4, 3).eval()
    return speed.choose_way(network, model(), batch_of, TrainingSettings(), torch.device("cpu"), 40)


def remembered() -> list[Path]:
    return list((data_folder() / "speed").glob("*.json"))


def test_a_measurement_is_found_again() -> None:
    first = measured()
    assert len(remembered()) == 1
    assert measured().samples_per_s == first.samples_per_s


def test_where_nothing_can_be_written_work_goes_on_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    speed._say_that_nothing_is_kept.cache_clear()
    (data_folder() / "speed").write_text("in the way of the folder", encoding="ascii")
    for _ in range(2):
        assert measured().samples_per_s > 0
    assert ["cannot be remembered" in message for message in caplog.messages] == [True]
    caplog.clear()
