"""Which model suits real photographs: ranked from the command line, with a real worker.

What training says of the same models was measured by `tests/benchmarks/model_ranking.py`: balanced, over two folds,
72.2 %, 57.5 % and 37.2 %. Ranking all three took a third of the time of one training of the first.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ptstudio.core.ranking import Ranking

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

AS_TRAINING_ORDERS_THEM = ["mobilenet_v2", "squeezenet1_0", "starter"]


def ptstudio(*arguments: str | Path) -> str:
    """Run the command line in a process of its own; gives what it printed."""
    command = [sys.executable, "-m", "ptstudio", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_models_are_ordered_as_training_orders_them(real_data: Path) -> None:
    for weights in ("mobilenet_v2_imagenet.pth", "squeezenet1_0_imagenet.pth"):
        ptstudio("models", "add", real_data / "weights" / weights)
    found = Ranking.model_validate(
        json.loads(ptstudio("models", "rank", "--data", real_data / "trashnet-mini", "--json"))
    )
    assert [model.key for model in found.models] == AS_TRAINING_ORDERS_THEM
    first, second, last = (model.estimate for model in found.models)
    assert first.value > second.value
    assert second.low > last.high > found.baseline
    assert found.left_out == ()
