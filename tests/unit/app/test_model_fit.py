"""Whether a model can be trained on a machine, the estimate, and the reason."""

import pytest

from ptstudio.app.model_fit import Room, Verdict, amount, fit, reason, room_on, verdict_words
from ptstudio.core.machine import Device, Machine
from ptstudio.core.pretrained import PretrainedModel
from tests.helpers.pretrained import model

CARD = Device(kind="cuda", title="Example card", memory_mb=8_000)
PROCESSOR = Device(kind="cpu", title="Example processor", memory_mb=16_000)
MEASURED = [
    ("mobilenet_v2", 3_504_872, 16, 2241),
    ("resnet18", 11_689_512, 16, 1418),
    ("mobilenet_v3_small", 2_542_856, 32, 1382),
]
"""Peak memory in MB of two training steps of a fresh process (AdamW, float32, PyTorch on Linux), by the batch size."""


def machine(*devices: Device) -> Machine:
    return Machine(system="Linux", processor="x", cores=4, memory_mb=16_000, free_memory_mb=9_000, devices=devices)


def mobilenet(**changes: object) -> PretrainedModel:
    return model(architecture="mobilenet_v2", family="mobilenet", parameters=3_504_872, **changes)


def test_the_graphics_card_is_where_it_is_trained_if_there_is_one() -> None:
    assert room_on(machine(PROCESSOR, CARD)) == Room(8_000, is_card=True)
    assert room_on(machine(PROCESSOR)) == Room(16_000)
    assert room_on(None).memory_mb > 100


@pytest.mark.parametrize(("architecture", "parameters", "batch", "peak_mb"), MEASURED)
def test_the_estimate_is_near_what_was_measured(
    architecture: str, parameters: int, batch: int, peak_mb: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptstudio.app.model_fit.USUAL_BATCH", batch)
    judged = fit(model(architecture=architecture, parameters=parameters), Room(16_000))
    assert judged.train_mb == pytest.approx(peak_mb, rel=0.08)


@pytest.mark.parametrize(
    ("memory_mb", "verdict", "words"),
    [
        (16_000, Verdict.FITS, "fits"),
        (3_000, Verdict.SMALL_BATCHES, "tight"),
        (1_000, Verdict.HEAD_ONLY, "tight"),
        (500, Verdict.TOO_BIG, "too big"),
    ],
)
def test_the_estimate_is_compared_with_the_room(memory_mb: float, verdict: Verdict, words: str) -> None:
    judged = fit(mobilenet(), Room(memory_mb))
    assert judged.verdict is verdict
    assert verdict_words(verdict) == words
    assert "this machine has" in reason(judged)


def test_the_reason_says_what_helps() -> None:
    assert "about 3.9 GB of memory with 32 pictures" in reason(fit(mobilenet(), Room(16_000)))
    assert "fewer are taken at a time" in reason(fit(mobilenet(), Room(3_000)))
    assert "choose the preset Quick" in reason(fit(mobilenet(), Room(1_000)))


def test_what_is_not_recorded_is_only_a_lower_bound() -> None:
    judged = fit(model(architecture="unheard-of"), Room(16_000))
    assert not judged.is_whole
    assert amount(judged.train_mb, judged).startswith("at least")
    assert "at least" in reason(judged)


def test_a_card_holds_the_network_alone() -> None:
    """The libraries' own memory is the processor's."""
    assert fit(mobilenet(), Room(120)).verdict is Verdict.TOO_BIG
    card = fit(mobilenet(), Room(8_000, is_card=True))
    assert card.verdict is Verdict.FITS
    assert "the graphics card has" in reason(card)


def test_using_a_model_takes_less_than_training_it() -> None:
    judged = fit(mobilenet(), Room(16_000))
    assert judged.use_mb < judged.head_mb < judged.train_mb
