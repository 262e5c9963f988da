"""`python -m tests.helpers.step_peak ARCHITECTURE…`: the memory of a real step beside what was estimated, as JSON.

In a process of its own, because memory that others have given back would be used again and not be counted. Linux only.
"""

import ctypes
import gc
import json
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.amount import MB
from ptstudio.models._family import Rates
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch

if TYPE_CHECKING:
    from torch import nn

PX, SIZE = 160, 8


def main() -> None:
    import torch
    from torch import nn

    from ptstudio.models._light_torchvision import make_network

    found = {}
    for architecture in sys.argv[1:]:
        torch.manual_seed(0)
        network = nn.Sequential(OrderedDict(backbone=make_network(architecture), head=nn.Linear(1000, 3)))
        found[architecture] = [measured(network, precision) for precision in ("float32", "bfloat16")]
    sys.stdout.write(json.dumps(found))


def measured(network: "nn.Module", precision: str) -> tuple[float, float]:
    """What was estimated, and what it took (MB)."""
    import torch

    from ptstudio.engine.choosing.memory_need import looking_mb
    from ptstudio.engine.choosing.trying_steps import Learning
    from ptstudio.engine.computing.device import Way
    from ptstudio.engine.computing.phases import phases

    task = all_tasks()["image-classification"]
    settings = task.settings.from_values({"trainable": "all"})
    found = phases(settings, network, [[network.get_submodule("backbone")]], Rates())
    phase = next(phase for phase in found if not phase.uses_features)
    way = Way(torch.device("cpu"), precision, is_channels_last=True, batch_size=SIZE)
    hand = Batch(torch.rand(2, 3, PX, PX), torch.tensor([0, 1]), 2)
    learning = Learning(task, settings, network, phase, hand)
    need = learning.memory_need(way, looking_mb(network.eval(), hand, way))
    step = learning.begin(way)
    return need.of_batches(SIZE, 0), peak_mb(lambda: (step(), step()))


def peak_mb(compute: Callable[[], object]) -> float:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted anew
    before = status_mb("VmRSS")
    compute()
    return status_mb("VmHWM") - before


def status_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024 / MB


if __name__ == "__main__":
    main()
