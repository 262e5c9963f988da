"""What was decided is read again, also what an earlier version decided."""

import json
from pathlib import Path

import torch

from ptstudio.core.pretrained import ImageInput
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.choosing.decided import Decided, DecidedWay, exact_way
from ptstudio.engine.choosing.memory_need import MemoryNeed
from ptstudio.engine.computing.device import Way, choose_device, probe_machine
from tests.helpers.pretrained import model

TRAINED = TrainedModel(
    task="image-classification",
    model=model(input=ImageInput(px=32)),
    has_pretrained_weights=True,
    classes=("cat", "dog"),
    dataset="pets/0001",
    dataset_fingerprint="0" * 64,
    preset="quick",
    settings={},
)
CPU = torch.device("cpu")


def test_ways_come_back_as_they_were() -> None:
    ways = [
        Way(CPU, "bfloat16", is_channels_last=True, batch_size=64, is_fused=True),
        Way(CPU, runtime="onnxruntime"),
        Way(CPU, is_compiled=True, batch_size=4),
    ]
    looking, exact, training = (DecidedWay.of(way, 12.5) for way in ways)
    decided = Decided(
        trained=TRAINED,
        choices=(),
        device="cpu",
        looking=looking,
        exact=exact,
        training=training,
        memory=MemoryNeed(sample_mb=3),
    )
    read = Decided.from_text(decided.to_text())
    assert read == decided
    assert [found.way(CPU) for found in (read.looking, read.exact, read.training)] == ways


def test_a_run_of_an_earlier_version_goes_on_in_its_one_way() -> None:
    written = {
        "trained": TRAINED.model_dump(mode="json"),
        "choices": [{"name": "precision", "value": "bfloat16", "reason": "Tried."}],
        "device": "cpu",
        "precision": "bfloat16",
        "is_channels_last": True,
        "batch_size": 16,
        "samples_per_s": 133.0,
        "exact_samples_per_s": 65.0,
        "reading_s": 0.002,
        "sample_mb": 75.0,
    }
    read = Decided.from_text(json.dumps(written))
    assert read.training.way(CPU) == read.looking.way(CPU) == Way(CPU, "bfloat16", True, 16)
    assert read.exact.way(CPU) == Way(CPU, "float32", True, 16)
    assert (read.looking.samples_per_s, read.exact.samples_per_s, read.training.samples_per_s) == (133, 65, 0)
    assert read.memory.of_batches(16, 32) > 0


def test_a_run_is_measured_as_it_was_found_best_where_the_machine_is_the_same(tmp_path: Path) -> None:
    device, _ = choose_device(None, probe_machine())
    assert exact_way(tmp_path) == Way(device), "a run that tells of none"
    for said, expected in ((str(device), Way(device, batch_size=7)), ("another", Way(device))):
        decided = Decided(
            trained=TRAINED,
            choices=(),
            device=said,
            looking=DecidedWay(),
            exact=DecidedWay(batch_size=7),
            training=DecidedWay(),
        )
        (tmp_path / "decided.json").write_text(decided.to_text())
        assert exact_way(tmp_path) == expected
