"""The bare sketch of how fast it can be: every photograph looked at once, a linear head fitted on what that gives.

    python -m tests.benchmarks.rivals.sketch COURSE

JPEGs are decoded only as finely as needed, in threads; the network computes in float32, channels last, eager; the
head is a logistic regression by L-BFGS, whose regularisation the validation pictures choose.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.optim import LBFGS, Optimizer

from tests.benchmarks.rivals.course import Course, Diary, Picture
from tests.benchmarks.rivals.photographs import MEAN, SPREAD, network_for

BATCH = 32
SIDE = 224
STRENGTHS = (1e-4, 1e-3, 1e-2)


def main(file: Path) -> None:
    """Look, fit and tell."""
    diary = Diary(Course.read(file))
    diary.imported()
    course = diary.course
    features = features_of(course, course.pictures)
    labels = torch.tensor([picture.label for picture in course.pictures])
    at = {split: [picture.split == split for picture in course.pictures] for split in ("train", "validation", "test")}

    def right(head: nn.Linear, split: str) -> float:
        rows = torch.tensor(at[split])
        return float((head(features[rows]).argmax(1) == labels[rows]).float().mean())

    rows = torch.tensor(at["train"])
    heads = [fitted(features[rows], labels[rows], len(course.classes), strength) for strength in STRENGTHS]
    best = max(heads, key=lambda head: right(head, "validation"))
    diary.look(lambda: right(best, "test"))
    diary.say()


def features_of(course: Course, pictures: Sequence[Picture]) -> torch.Tensor:
    """What the network says of each picture before its last layer, float32 (N, features)."""
    network = network_for(course)
    name, _ = [(name, part) for name, part in network.named_modules() if isinstance(part, nn.Linear)][-1]
    network.set_submodule(name, nn.Identity())
    network.eval().to(memory_format=torch.channels_last)
    mean, spread = (255 * torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, SPREAD))
    found = []
    with ThreadPoolExecutor() as pool, torch.inference_mode():
        batches = [pictures[start : start + BATCH] for start in range(0, len(pictures), BATCH)]
        decoding = [[pool.submit(decoded, picture.path) for picture in batch] for batch in batches]
        for waiting in decoding:
            pixels = torch.from_numpy(np.stack([picture.result() for picture in waiting])).permute(0, 3, 1, 2)
            inputs = (pixels.float() - mean) / spread
            found.append(network(inputs.contiguous(memory_format=torch.channels_last)))
    return torch.cat(found).clone()


def decoded(path: str) -> np.ndarray:
    """The middle of a picture, uint8 (224, 224, 3), its shorter side 256 pixels before."""
    with Image.open(path) as image:
        image.draft("RGB", (256, 256))
        picture = image.convert("RGB")
    scale = 256 / min(picture.size)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BILINEAR)
    left, top = (picture.width - SIDE) // 2, (picture.height - SIDE) // 2
    return np.asarray(picture.crop((left, top, left + SIDE, top + SIDE)))


def fitted(features: torch.Tensor, labels: torch.Tensor, classes: int, strength: float) -> nn.Linear:
    """A logistic regression; `strength` is that of the squared weights in the loss."""
    head = nn.Linear(features.shape[1], classes)
    nn.init.zeros_(head.weight)
    optimizer: Optimizer = LBFGS(head.parameters(), max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        value = functional.cross_entropy(head(features), labels) + strength * head.weight.square().sum()
        torch.autograd.backward(value)
        return float(value.detach())

    optimizer.step(loss)
    return head


if __name__ == "__main__":
    main(Path(sys.argv[1]))
