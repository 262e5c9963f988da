"""Whether it pays to have torch compile a network for its steps; compiles nothing itself.

Compiling costs about a minute. It can pay on a graphics card, where a compiler for its programs (Triton) is installed,
and in a training that is long enough to win that minute back several times over.
"""

from dataclasses import dataclass
from importlib.util import find_spec

import torch

from ptstudio.core.machine import Choice

COMPILE_S = 90.0
"""What compiling forward, backward and validation costs, about."""
GAIN = 1.3
"""What is expected of it. The mean over 165 networks was 1.41 times faster training on an A100 (Ansel et al. 2024,
“PyTorch 2”, doi:10.1145/3620665.3640366); small batches gain less."""
SURELY = 2.0
"""It must save this many times what it costs, since both are estimates."""
OLDEST_CARD = (7, 0)
"""The compute capability from which on Triton writes programs for a card."""


@dataclass(frozen=True)
class Compiling:
    """Whether it pays, and what is to be told of it: nothing where there is no compiler."""

    pays: bool
    choices: tuple[Choice, ...] = ()


def weigh_compiling(samples_per_s: float, samples: int, device: torch.device) -> Compiling:
    """Weigh it up for so many samples to learn from at so many a second, as measured without it."""
    if samples_per_s <= 0 or not has_compiler(device):
        return Compiling(False)
    all_s = samples / samples_per_s
    saved_s = all_s * (1 - 1 / GAIN)
    pays = saved_s > SURELY * COMPILE_S
    figures = f"it costs about {COMPILE_S:.0f} s and can save about {saved_s:,.0f} s of {all_s:,.0f} s"
    reason = f"Compiling the network first pays: {figures}." if pays else f"Not worth its time here: {figures}."
    return Compiling(pays, (Choice(name="compiling", value=pays, reason=reason),))


def has_compiler(device: torch.device) -> bool:
    """Whether torch can compile for a device here."""
    if device.type != "cuda" or find_spec("triton") is None:
        return False
    return torch.cuda.get_device_capability(device) >= OLDEST_CARD
