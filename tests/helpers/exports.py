"""Tiny networks and what an exporter needs to know of them."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ptstudio.core.certificate import Agreement
from ptstudio.exporters import _conversion
from ptstudio.exporters._exporter import Exportable, ExportSubject

if TYPE_CHECKING:
    from torch import nn

    from ptstudio.exporters._exporter import Arrays

PX = 16


def conv_net(classes: int = 3) -> "nn.Module":
    """Two convolutions with batch norm and one layer that decides; confident enough to have few ties."""
    from torch import nn

    net = nn.Sequential(
        nn.Conv2d(3, 8, 3, stride=2),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3),
        nn.BatchNorm2d(16),
        nn.Hardswish(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, classes),
    )
    return strengthened(net)


def vision_transformer(classes: int = 3) -> "nn.Module":
    """Patches, a learned position, one encoder layer (attention, layer norm, GELU), the mean of the tokens."""
    import torch
    from torch import nn

    class TinyTransformer(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.patches = nn.Conv2d(3, 16, 4, stride=4)
            self.position = nn.Parameter(torch.randn(1, 16, 16))
            self.norm = nn.LayerNorm(16)
            self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
            self.mlp = nn.Sequential(nn.LayerNorm(16), nn.Linear(16, 32), nn.GELU(), nn.Linear(32, 16))
            self.head = nn.Linear(16, classes)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            tokens = self.patches(pictures).flatten(2).transpose(1, 2) + self.position
            seen = self.norm(tokens)
            tokens = tokens + self.attention(seen, seen, seen, need_weights=False)[0]
            tokens = tokens + self.mlp(tokens)
            said: torch.Tensor = self.head(tokens.mean(1))
            return said

    return strengthened(TinyTransformer())


def strengthened(net: "nn.Module") -> "nn.Module":
    """Random weights large enough that different pictures get different answers."""
    import torch

    for module in net.modules():
        if isinstance(module, torch.nn.Linear | torch.nn.Conv2d):
            torch.nn.init.orthogonal_(module.weight, gain=2.0)
    return net


def picture_module(net: "nn.Module", px: int = PX) -> "nn.Module":
    """A network with resizing, normalising and softmax around it: uint8 N×H×W×3 in, probabilities N×C out."""
    import torch
    from torch import nn

    class Pictures(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            pictures = pixels.permute(0, 3, 1, 2).float() / 255
            pictures = nn.functional.interpolate(
                pictures, size=(px, px), mode="bilinear", antialias=True, align_corners=False
            )
            said: torch.Tensor = self.net((pictures - 0.45) / 0.22)
            return said.softmax(1)

    return Pictures().eval()


def exportable(net: "nn.Module") -> Exportable:
    import torch

    return Exportable(
        module=picture_module(net),
        example={"pixels": torch.randint(0, 256, (1, PX, PX, 3), dtype=torch.uint8)},
        dynamic={"pixels": {0: "batch", 1: "height", 2: "width"}},
        outputs=("probabilities",),
        input_help="uint8 RGB pixels, N×H×W×3",
    )


def pictures(count: int, seed: int) -> "Iterator[Arrays]":
    """Blobs of random colour in random sizes, larger and smaller than the network's input."""
    dice = np.random.default_rng(seed)
    for _ in range(count):
        height, width = dice.integers(3, 60, 2)
        corners = dice.uniform(0, 256, (2, 2, 3)).repeat((height + 1) // 2 + 1, 0).repeat((width + 1) // 2 + 1, 1)
        noise = dice.normal(0, 20, (height, width, 3))
        yield {"pixels": (corners[:height, :width] + noise).clip(0, 255).astype(np.uint8)[None]}


def compare(reference: "Sequence[Arrays]", outputs: "Sequence[Arrays]", tie: float) -> Agreement:
    """Agreement of probabilities, with PyTorch's own answers as the truth."""
    wanted, said = (np.concatenate([item["probabilities"] for item in side]) for side in (reference, outputs))
    best = np.sort(wanted, axis=1)
    decided = best[:, -1] - best[:, -2] > tie
    same = wanted.argmax(1) == said.argmax(1)
    return Agreement(
        samples=len(wanted),
        largest_difference=float(np.abs(wanted - said).max()),
        mean_difference=float(np.abs(wanted - said).mean()),
        label_agreement=float(same[decided].mean()) if decided.any() else 1.0,
        ties=int((~decided).sum()),
        metric="accuracy",
        reference=1.0,
        exported=float(same.mean()),
    )


def subject(net: "nn.Module", labels: Sequence[str] = ("a", "b", "c"), samples: int = 24) -> ExportSubject:
    return ExportSubject(
        exportable=exportable(net),
        validation=lambda: pictures(samples, seed=1),
        calibration=lambda: pictures(12, seed=2),
        compare=compare,
        split="validation",
        labels=tuple(labels),
        metadata={"task": "image-classification", "made_from": json.dumps({"run": "a run"})},
        card="# A card\n\n{use}\n\n{certificates}\n\nBraces like {this} stay.\n",
        program='"""Say hello.\n\n    python predict.py PICTURE...\n"""\nprint("hello")\n',
        licences={"README.md": "# Licences\n", "MIT.txt": "MIT License\n"},
    )


def only_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the newer exporter fail for the length of a test, so that the older one exports, in a tenth of the time."""

    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(_conversion, "_export_graph", fail)
