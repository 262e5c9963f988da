"""What TensorBoard is told of a training."""

from pathlib import Path

import pytest

from ptstudio.core.events import EpochEnded, MachineUsed, StageChanged, StepEnded, WarningRaised
from ptstudio.core.run import read_events
from ptstudio.core.usage import Usage
from ptstudio.engine.channel import Channel
from ptstudio.engine.reporting.tensorboard import TensorBoardFile, _crc32c, write_for_tensorboard
from tests.helpers.tfrecords import told_in


def step(epochs_done: float) -> StepEnded:
    return StepEnded(stage="head", done=1, loss=0.5, learning_rate=0.25, samples_per_s=64.0, epochs_done=epochs_done)


def epoch(number: int) -> EpochEnded:
    return EpochEnded(
        epoch=number, epochs=3, phase="head", train_loss=0.5, validation_loss=0.75, metrics={"accuracy": 0.875},
        learning_rate=0.25, seconds=1.0, samples_per_s=64.0, is_best=True,
    )  # fmt: skip


def machine() -> MachineUsed:
    return MachineUsed(usage=Usage(cpu_percent=50.0, memory_mb=1024.0, free_memory_mb=1.0, power_w=32.0))


def written(folder: Path) -> list[Path]:
    return sorted(folder.glob("events.out.tfevents.*"), key=lambda path: path.suffix)


def test_the_checksum_is_that_of_the_standard() -> None:
    # RFC 3720, appendix B.4, and the usual check value of CRC catalogues.
    assert _crc32c(b"123456789") == 0xE3069283
    assert _crc32c(bytes(32)) == 0x8A9136AA
    assert _crc32c(bytes(range(32))) == 0x46DD794E


def test_steps_and_epochs_are_written_on_one_axis(tmp_path: Path) -> None:
    writer = TensorBoardFile(tmp_path)
    for event in (StageChanged(stage="head", title="Head"), machine(), step(0.5), machine(), epoch(1)):
        writer.hear(event)
    version, first, used, second = told_in(*written(tmp_path))
    assert version.version == "brain.Event:2"
    assert (first.step, first.figures["step/loss"]) == (500, 0.5)
    assert (used.step, used.figures["machine/power W"]) == (500, 32.0)
    assert second.step == 1000
    assert second.figures == {
        "loss/training": 0.5, "loss/validation": 0.75, "learning rate": 0.25, "validation/accuracy": 0.875,
    }  # fmt: skip


def test_a_resumed_training_drops_what_it_repeats(tmp_path: Path) -> None:
    first = TensorBoardFile(tmp_path)
    first.hear(epoch(1))
    first.hear(step(1.75))
    second = TensorBoardFile(tmp_path)
    second.hear(machine())
    second.hear(step(1.25))
    second.hear(epoch(2))
    earlier, later = map(told_in, written(tmp_path))
    assert not any(event.is_restart for event in earlier)
    assert [(event.step, event.is_restart) for event in later] == [
        (0, False),
        (1250, True),
        (1250, False),
        (2000, False),
    ]


def test_a_channel_writes_what_it_tells(tmp_path: Path) -> None:
    channel = Channel(tmp_path, None)
    write_for_tensorboard(tmp_path, channel)
    channel.emit(epoch(1))
    channel.close()
    assert told_in(*written(tmp_path))[-1].step == 1000


def test_where_it_cannot_be_written_the_training_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Channel(tmp_path, None)
    write_for_tensorboard(tmp_path, channel)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TensorBoardFile, "_write", fail)
    for number in (1, 2):
        channel.emit(epoch(number))
    write_for_tensorboard(tmp_path, channel)
    channel.close()
    told = [event for event in read_events(tmp_path) if isinstance(event, WarningRaised)]
    assert len(told) == 2
    assert "goes on without it" in told[0].message
