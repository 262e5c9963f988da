"""How much of a graphics card PTStudio uses, beside a bare loop and `Trainer`: ResNet-50, and an encoder like BERT.

    PYTHONPATH=. python tests/benchmarks/gpu_throughput.py [--steps 60] [--warmup 20] [--resnet 256] [--bert 128]

Samples a second of training everything, and the share of the card's peak, which is measured first by the product of two
large matrices in bfloat16; the operations of a step are counted by torch. Each loop is a process of its own. The bare
loop and PTStudio's run as they are and compiled, and the faster counts. On a machine without a card it only says so.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tests.benchmarks import gpu_sides
from tests.benchmarks.gpu_sides import CLASSES, Race, Subject
from tests.benchmarks.rows import Row, print_table, tell

TOKENS, WORDS = 128, 30522
"""Of a text, and of the vocabulary of BERT."""
SIDES: dict[str, Callable[[Subject, Race], float]] = {
    "PTStudio": lambda subject, race: gpu_sides.ptstudio(subject, race, is_compiled=False),
    "PTStudio, compiled": lambda subject, race: gpu_sides.ptstudio(subject, race, is_compiled=True),
    "bare": lambda subject, race: gpu_sides.bare(subject, race, is_compiled=False),
    "bare, compiled": lambda subject, race: gpu_sides.bare(subject, race, is_compiled=True),
    "Trainer": lambda subject, race: gpu_sides.trainer(subject, race, is_tuned=False),
    "Trainer, bfloat16": lambda subject, race: gpu_sides.trainer(subject, race, is_tuned=True),
}


class Pictures(nn.Module):
    """A network of torchvision in two parts, as PTStudio has them."""

    def __init__(self, architecture: str) -> None:
        super().__init__()
        from torchvision.models import get_model

        self.backbone = get_model(architecture, weights=None)
        self.head = nn.Linear(self.backbone.fc.in_features, CLASSES)
        self.backbone.fc = nn.Identity()

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Logits (N, 10)."""
        logits: torch.Tensor = self.head(self.backbone(inputs))
        return logits


class Texts(nn.Module):
    """An encoder with the architecture of BERT, and a head on its first token."""

    def __init__(self, layers: int = 12, width: int = 768, attention_heads: int = 12) -> None:
        super().__init__()
        from transformers import BertConfig, BertModel

        config = BertConfig(
            vocab_size=WORDS,
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=attention_heads,
            intermediate_size=4 * width,
        )
        self.backbone = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, inputs: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Logits (N, 10)."""
        logits: torch.Tensor = self.head(self.backbone(**inputs).last_hidden_state[:, 0])
        return logits


def tokens(samples: int) -> dict[str, torch.Tensor]:
    """Random words, all texts of one length."""
    shape = (samples, TOKENS)
    return {"input_ids": torch.randint(WORDS, shape), "attention_mask": torch.ones(shape, dtype=torch.long)}


def subjects(resnet_batch: int, bert_batch: int) -> dict[str, Subject]:
    """The two networks."""
    return {
        "resnet50": Subject(
            "ResNet-50, 224 px", lambda: Pictures("resnet50"), lambda n: torch.randn(n, 3, 224, 224), resnet_batch
        ),
        "bert": Subject(f"BERT-base encoder, {TOKENS} tokens", Texts, tokens, bert_batch),
    }


def flops_per_sample(subject: Subject) -> float:
    """The floating-point operations of a sample's step, forward and backward."""
    network, samples = subject.make().train(), 2
    with FlopCounterMode(display=False) as counter:
        logits: torch.Tensor = network(subject.inputs(samples))
        torch.autograd.backward(logits.sum())
    return float(counter.get_total_flops()) / samples


def peak_flops(device: torch.device, side: int = 8192, repetitions: int = 50) -> float:
    """Floating-point operations a second of the product of two matrices in bfloat16; the best of three tries."""
    left, right = (torch.randn(side, side, device=device, dtype=torch.bfloat16) for _ in range(2))
    best = 0.0
    for _ in range(4):  # the first warms up
        _wait(device)
        started = time.perf_counter()
        for _ in range(repetitions):
            left @ right
        _wait(device)
        best = max(best, repetitions * 2 * side**3 / (time.perf_counter() - started))
    return best


def rows_of(subject: Subject, speeds: Mapping[str, float], flops: float, peak: float) -> list[Row]:
    """PTStudio's faster loop beside the faster bare one, and beside both of `Trainer`."""

    def said(name: str) -> str:
        return f"{speeds[name]:,.0f}/s, {speeds[name] * flops / peak:.0%} of the peak ({name})"

    ours = max(("PTStudio", "PTStudio, compiled"), key=lambda name: speeds[name])
    theirs = (max(("bare", "bare, compiled"), key=lambda name: speeds[name]), "Trainer", "Trainer, bfloat16")
    what = f"{subject.title}, batches of {subject.batch_size}"
    return [Row(f"{what}: {name}", said(ours), said(name), f"{speeds[ours] / speeds[name]:.2f}×") for name in theirs]


def main() -> None:
    """Measure and print the table."""
    options = _options()
    if options.side:
        race = Race(torch.device("cuda"), options.steps, options.warmup)
        speed = SIDES[options.side](subjects(options.resnet, options.bert)[options.subject], race)
        print(json.dumps({"samples_per_s": speed}))
        return
    if not torch.cuda.is_available():
        tell("There is no graphics card here that torch can use: nothing measured.")
        return
    device = torch.device("cuda")
    peak = peak_flops(device)
    rows = []
    for key, subject in subjects(options.resnet, options.bert).items():
        speeds = {side: _apart(side, key) for side in SIDES}
        tell(f"{key}: {speeds}")
        rows += rows_of(subject, speeds, flops_per_sample(subject), peak)
    card = torch.cuda.get_device_name(device)
    print_table(rows, f"{card}: {peak / 1e12:.0f} TFLOP/s measured in bfloat16; torch {torch.__version__}")


def _apart(side: str, subject: str) -> float:
    """The samples a second of a loop in a process of its own; 0 where it failed."""
    command = [sys.executable, str(Path(__file__)), *sys.argv[1:], "--side", side, "--subject", subject]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        tell(f"{side} on {subject} failed.")
        return 0.0
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return float(said["samples_per_s"])


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--warmup", type=int, default=20)
    parser.add_argument("--resnet", type=int, default=256, help="the batch size of ResNet-50")
    parser.add_argument("--bert", type=int, default=128, help="the batch size of the encoder")
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--subject", choices=["resnet50", "bert"], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
