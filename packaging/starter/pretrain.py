"""Pretrain the starter backbone on pictures of printed characters and textures.

Usage: PYTHONPATH=packaging python -m starter.pretrain bank.npz weights.safetensors
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models import mobilenet_v3_small

from starter.augmentation import character_pictures, colour_summary, normalise, texture_pictures
from starter.characters import GROUP_WEIGHTS
from starter.glyphs import GlyphBank
from starter.textures import texture_bank

FEATURES = 576
TEXTURE_SHARE = 0.2
TEXTURE_VARIANTS = 32
BATCH_NORM_MOMENTUM = 0.1  # torchvision's 0.01 suits runs of hundreds of thousands of steps
LABEL_SMOOTHING = 0.1
WEIGHT_DECAY = 0.02


@dataclass(frozen=True)
class Stage:
    """A part of the training: how large the pictures are, and for how many steps."""

    side: int
    steps: int


STAGES = (Stage(32, 1000), Stage(48, 600), Stage(64, 700))


@dataclass(frozen=True)
class Batch:
    """Pictures and what there is to learn from them; the pictures of characters come first."""

    pictures: Tensor
    characters: Tensor
    textures: Tensor


class Draw:
    """Draws batches from the bank of characters and the bank of textures."""

    def __init__(self, bank: GlyphBank, textures: Tensor, texture_labels: Tensor) -> None:
        order = bank.labels.argsort(kind="stable")
        self.masks = torch.from_numpy(bank.masks[order])
        self.counts = torch.from_numpy(bank.labels).bincount()
        self.starts = self.counts.cumsum(0) - self.counts
        groups = torch.from_numpy(bank.groups)
        self.chances = (torch.tensor(list(GROUP_WEIGHTS.values())) / groups.bincount())[groups]
        self.textures, self.texture_labels = textures, texture_labels

    def batch(self, size: int, side: int) -> Batch:
        """Draw `size` pictures, a fixed share of them textures."""
        bare = round(size * TEXTURE_SHARE)
        labels = torch.multinomial(self.chances, size - bare, replacement=True)
        chosen = self.starts[labels] + (torch.rand(len(labels)) * self.counts[labels]).long()
        grounds = self.textures[torch.randint(len(self.textures), (len(labels),))]
        shown = torch.randint(len(self.textures), (bare,))
        pictures = [
            character_pictures(self.masks[chosen], grounds, side),
            texture_pictures(self.textures[shown], side),
        ]
        return Batch(torch.cat(pictures), labels, self.texture_labels[shown])


class Learner(nn.Module):
    """The backbone with three heads: which character, which texture, and which colours."""

    def __init__(self, characters: int, textures: int) -> None:
        super().__init__()
        self.backbone = mobilenet_v3_small(num_classes=characters)
        self.texture_head = nn.Linear(FEATURES, textures)
        self.colour_head = nn.Linear(FEATURES, 6)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = BATCH_NORM_MOMENTUM

    def loss(self, batch: Batch) -> Tensor:
        """Return the weighted sum of the three heads' losses."""
        inputs = normalise(batch.pictures).to(memory_format=torch.channels_last)
        features = self.backbone.avgpool(self.backbone.features(inputs)).flatten(1)
        written = len(batch.characters)
        characters = self.backbone.classifier(features[:written])
        named = functional.cross_entropy(characters, batch.characters, label_smoothing=LABEL_SMOOTHING)
        textures = functional.cross_entropy(self.texture_head(features[written:]), batch.textures)
        colours = functional.mse_loss(self.colour_head(features), colour_summary(batch.pictures))
        return named + 0.3 * textures + 2.0 * colours

    def published(self) -> dict[str, Tensor]:
        """Return the weights worth keeping, in half precision: all but the layers made for this training."""
        dropped = ("classifier.3.", "num_batches_tracked")
        state: dict[str, Tensor] = self.backbone.state_dict()
        kept = {name: value for name, value in state.items() if not any(part in name for part in dropped)}
        return {name: value.half().contiguous() for name, value in kept.items()}


def batches(draw: Draw, stages: Sequence[Stage], size: int) -> Iterator[Batch]:
    """Yield the batches of all stages in turn."""
    for stage in stages:
        for _ in range(stage.steps):
            yield draw.batch(size, stage.side)


def train(learner: Learner, draw: Draw, stages: Sequence[Stage], size: int, rate: float) -> Iterator[float]:
    """Train with a learning rate that rises and falls once; yield the loss after every step."""
    total = sum(stage.steps for stage in stages)
    optimizer = torch.optim.AdamW(learner.parameters(), lr=rate, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=total, pct_start=0.1)
    learner.to(memory_format=torch.channels_last)
    learner.train()
    for batch in batches(draw, stages, size):
        loss = learner.loss(batch)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
        yield loss.item()


def _stage(text: str) -> Stage:
    side, steps = text.split(":")
    return Stage(int(side), int(steps))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("bank", type=Path, help="the .npz file that glyphs.py wrote")
    parser.add_argument("target", type=Path, help="the .safetensors file to write")
    parser.add_argument("--stages", type=_stage, nargs="+", default=STAGES, help="each as SIDE:STEPS")
    parser.add_argument("--start", type=Path, help="earlier weights from which to go on")
    parser.add_argument("--batch-size", type=int, default=384)
    parser.add_argument("--rate", type=float, default=3e-3, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    """Run the recipe from the command line."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    bank = GlyphBank.load(options.bank)
    textures, texture_labels = texture_bank(TEXTURE_VARIANTS)
    draw = Draw(bank, textures, texture_labels)
    learner = Learner(len(bank.classes), int(texture_labels.max()) + 1)
    if options.start is not None:
        learner.backbone.load_state_dict(load_file(options.start), strict=False)
    start, smooth = time.monotonic(), 0.0
    losses = train(learner, draw, options.stages, options.batch_size, options.rate)
    for step, loss in enumerate(losses, start=1):
        smooth += (loss - smooth) / min(step, 50)
        if step % 100 == 0:
            print(f"step {step}: loss {smooth:.3f}, {time.monotonic() - start:.0f} s", flush=True)
            save_file(learner.published(), options.target)
    save_file(learner.published(), options.target)


if __name__ == "__main__":
    main()
