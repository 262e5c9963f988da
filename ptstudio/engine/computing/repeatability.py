"""How far a training can be repeated to the last bit, and what is promised of it."""

import os
from typing import Any

import torch

from ptstudio.core.machine import Choice
from ptstudio.core.training import TrainingSettings

_CUBLAS = "CUBLAS_WORKSPACE_CONFIG"


def compute_repeatably(settings: TrainingSettings) -> None:
    """Have torch choose ways of computing that give the same every time, or the fastest ones. Before any graphics card
    is used, since its libraries look only once.

    https://docs.pytorch.org/docs/stable/notes/randomness.html
    """
    if settings.repeatable:
        os.environ.setdefault(_CUBLAS, ":4096:8")
    # Where there is no such way, a warning in the log is better than no training. The other function that switches
    # this, `use_deterministic_algorithms`, imports torch's compiler, which takes a second.
    torch.set_deterministic_debug_mode("warn" if settings.repeatable else "default")
    deterministic: Any = torch.utils.deterministic
    deterministic.fill_uninitialized_memory = False  # costs time, and finds errors of programmers only
    torch.backends.cudnn.benchmark = not settings.repeatable


def repeatability(settings: TrainingSettings, device: torch.device, threads: int) -> Choice:
    """What is guaranteed, honestly; `threads` compute, 0 for as many as usual."""
    if device.type == "cpu":
        reason = (
            f"On this machine, with {threads or torch.get_num_threads()} threads and the same seed, data and versions, "
            "the result is the same to the last bit, also after a stop or a crash. Another processor or number of "
            "threads rounds otherwise, which can change the last digits."
        )
        return Choice(name="repeatability", value="exact", reason=reason)
    if settings.repeatable:
        reason = (
            "The graphics card uses ways of computing that repeat exactly where there are such; steps for which there "
            "are none are named in the run's log. Results of the same seed agree closely, and most often exactly. "
            "Another card or driver rounds otherwise."
        )
        return Choice(name="repeatability", value="nearly exact", reason=reason)
    reason = (
        "As you asked, the graphics card uses its fastest ways of computing. The same seed gives the same order of "
        "samples and the same variations, but sums are rounded otherwise every time, so results differ a little."
    )
    return Choice(name="repeatability", value="similar", reason=reason)
