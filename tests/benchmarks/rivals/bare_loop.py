"""The best bare PyTorch loop that patience finds: every precision, layout and number of threads tried, the rest tuned.

    python -m tests.benchmarks.rivals.bare_loop COURSE BATCH_SIZE [EPOCHS]

All pictures lie decoded in memory; they are cut, mirrored and lightened a whole batch at a time; AdamW is fused; batch
normalisation keeps its statistics and gradients are limited, as in the fine-tuning that it is compared with. Each way
makes a few steps; the fastest of each precision then runs whole epochs.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.optim import AdamW

from tests.benchmarks.rivals.course import Course, Diary, Picture
from tests.benchmarks.rivals.photographs import MEAN, SPREAD, network_for

SIDE, SEEN = 256, 224
TRIED_STEPS = 3
EPOCHS = 3
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


@dataclass(frozen=True)
class Way:
    """A way of computing."""

    precision: str
    is_channels_last: bool
    threads: int


class Learner:
    """A network that learns in one way."""

    def __init__(self, course: Course, way: Way) -> None:
        torch.set_num_threads(way.threads)
        self._layout = torch.channels_last if way.is_channels_last else torch.contiguous_format
        self._dtype = DTYPES[way.precision]
        self._network = network_for(course).train().to(memory_format=self._layout)
        for part in self._network.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.eval()
        self._optimizer = AdamW(self._network.parameters(), lr=1e-4, weight_decay=0.01, fused=True)

    def step(self, inputs: torch.Tensor, labels: torch.Tensor) -> None:
        """Learn from a batch, float32 (N, 3, 224, 224)."""
        with torch.autocast("cpu", dtype=self._dtype, enabled=self._dtype != torch.float32):
            logits = self._network(inputs.contiguous(memory_format=self._layout))
        torch.autograd.backward(functional.cross_entropy(logits.float(), labels))
        nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)


def main(file: Path, batch_size: int, epochs: int) -> None:
    """Try, choose, run and tell."""
    diary = Diary(Course.read(file))
    diary.imported()
    course = diary.course
    chosen = course.of("train")
    pixels, labels = in_memory(chosen), torch.tensor([picture.label for picture in chosen])
    cores = os.cpu_count() or 1
    counts = sorted({cores, max(1, cores // 2)})
    for precision in DTYPES:
        ways = [Way(precision, is_last, threads) for is_last, threads in product((True, False), counts)]
        best = min(ways, key=lambda way: tried_s(Learner(course, way), pixels, labels, batch_size))
        learner = Learner(course, best)
        speeds = [epoch_speed(learner, pixels, labels, batch_size) for _ in range(epochs)]
        diary.ways.append(asdict(best) | {"samples_per_s": sorted(speeds)[len(speeds) // 2]})
    diary.say()


def in_memory(pictures: list[Picture]) -> torch.Tensor:
    """All pictures, squeezed into squares: uint8 (N, 3, side, side)."""

    def square(picture: Picture) -> np.ndarray:
        with Image.open(picture.path) as image:
            return np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR))

    with ThreadPoolExecutor() as pool:
        return torch.from_numpy(np.stack(list(pool.map(square, pictures)))).permute(0, 3, 1, 2).contiguous()


def batches(pixels: torch.Tensor, labels: torch.Tensor, size: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """An epoch's batches in a random order, varied: normalised float32 (N, 3, 224, 224), and the classes."""
    mean, spread = (255 * torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, SPREAD))
    for places in torch.split(torch.randperm(len(labels)), size):
        chosen = pixels[places].float()
        share, across, down = torch.rand(3, len(places))
        extent = 0.86 + 0.14 * share
        place = torch.zeros(len(places), 2, 3)
        place[:, 0, 0], place[:, 1, 1] = extent, extent
        place[:, 0, 2], place[:, 1, 2] = (1 - extent) * (2 * across - 1), (1 - extent) * (2 * down - 1)
        points = functional.affine_grid(place, [len(places), 3, SEEN, SEEN], align_corners=False)
        seen = functional.grid_sample(chosen, points, "bilinear", "reflection", align_corners=False)
        seen *= 0.8 + 0.4 * torch.rand(len(places), 1, 1, 1)
        yield seen.clamp_(0, 255).sub_(mean).div_(spread), labels[places]


def tried_s(learner: Learner, pixels: torch.Tensor, labels: torch.Tensor, size: int) -> float:
    """Seconds of a step; the best of a few after one that warms up."""
    inputs, targets = next(batches(pixels, labels, size))
    taken_s = []
    for _ in range(1 + TRIED_STEPS):
        started = time.perf_counter()
        learner.step(inputs, targets)
        taken_s.append(time.perf_counter() - started)
    return min(taken_s[1:])


def epoch_speed(learner: Learner, pixels: torch.Tensor, labels: torch.Tensor, size: int) -> float:
    """Samples a second of a whole epoch."""
    started = time.perf_counter()
    for inputs, targets in batches(pixels, labels, size):
        learner.step(inputs, targets)
    return len(labels) / (time.perf_counter() - started)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else EPOCHS)
