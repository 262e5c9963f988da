"""A run's events as a file that TensorBoard reads, beside our own; knows no training.

The format is a row of TFRecords (length, masked CRC-32C of it, content, masked CRC-32C of that), each an `Event` in
Protocol Buffers: tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto. Four kinds of fields
are all that is needed of it, which is no reason for another library.
"""

import struct
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.errors import explain_os_error
from ptstudio.core.events import EpochEnded, Event, MachineUsed, StepEnded
from ptstudio.engine.channel import Channel

_CASTAGNOLI = 0x82F63B78
_MASK = 0xA282EAD8
_VERSION = b"brain.Event:2"
_START = 1
"""`SessionLog.START`: TensorBoard drops what an earlier file says of this step and later ones."""
STEPS_AN_EPOCH = 1000
"""Steps are numbered in thousandths of an epoch, so that curves of steps and epochs lie on one axis."""


class TensorBoardFile:
    """Listens to events and writes the figures among them; one file for each session of a run."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where it cannot be written."""
        moment, taken = time.time(), len(list(folder.glob("events.out.tfevents.*")))
        self._path = folder / f"events.out.tfevents.{int(moment):010d}.ptstudio.{taken}"
        self._is_resumed = taken > 0
        self._step: int | None = None
        self._write(_double(1, moment) + _bytes(3, _VERSION))

    def hear(self, event: Event) -> None:
        """Write the figures of an event, if it has any. Raises OSError."""
        match event:
            case StepEnded(epochs_done=float() as done):
                self._scalars(done, event.at, _of_step(event))
            case EpochEnded():
                self._scalars(float(event.epoch), event.at, _of_epoch(event))
            case MachineUsed() if self._step is not None:
                self._write(_event(event.at, self._step, _of_machine(event)))

    def _scalars(self, epochs_done: float, at: float, figures: Mapping[str, float]) -> None:
        step = round(epochs_done * STEPS_AN_EPOCH)
        if self._is_resumed and self._step is None:
            self._write(_double(1, at) + _whole(2, step) + _bytes(7, _whole(1, _START)))
        self._step = step
        self._write(_event(at, step, figures))

    def _write(self, content: bytes) -> None:
        length = struct.pack("<Q", len(content))
        with self._path.open("ab") as file:
            file.write(length + _checksum(length) + content + _checksum(content))


def write_for_tensorboard(folder: Path, channel: Channel) -> None:
    """From now on write what happens into `folder`; where that fails, it is told, and the training goes on without."""
    try:
        writer = TensorBoardFile(folder)
    except OSError as error:
        _give_up(error, channel)
        return

    def hear(event: Event) -> None:
        try:
            writer.hear(event)
        except OSError as error:
            channel.unlisten(hear)
            _give_up(error, channel)

    channel.listen(hear)


def _give_up(error: OSError, channel: Channel) -> None:
    known = explain_os_error(error, "writing the file for TensorBoard")
    channel.warn(f"{known.message} The training goes on without it.", known.hint)


def _of_step(event: StepEnded) -> dict[str, float]:
    figures = {"step/loss": event.loss, "step/learning rate": event.learning_rate, "step/samples a second":
               event.samples_per_s}  # fmt: skip
    return {name: value for name, value in figures.items() if value is not None}


def _of_epoch(event: EpochEnded) -> dict[str, float]:
    return {
        "loss/training": event.train_loss,
        "loss/validation": event.validation_loss,
        "learning rate": event.learning_rate,
        **{f"validation/{name}": value for name, value in event.metrics.items()},
    }


def _of_machine(event: MachineUsed) -> dict[str, float]:
    usage = event.usage
    figures = {"machine/processor %": usage.cpu_percent, "machine/memory MB": usage.memory_mb}
    return figures if usage.power_w is None else figures | {"machine/power W": usage.power_w}


def _event(at: float, step: int, figures: Mapping[str, float]) -> bytes:
    values = b"".join(_bytes(1, _bytes(1, name.encode()) + _float(2, value)) for name, value in figures.items())
    return _double(1, at) + _whole(2, step) + _bytes(5, values)


def _bytes(field: int, content: bytes) -> bytes:
    return bytes((field << 3 | 2, *_varint(len(content)))) + content


def _whole(field: int, value: int) -> bytes:
    return bytes((field << 3, *_varint(value)))


def _double(field: int, value: float) -> bytes:
    return bytes((field << 3 | 1,)) + struct.pack("<d", value)


def _float(field: int, value: float) -> bytes:
    return bytes((field << 3 | 5,)) + struct.pack("<f", value)


def _varint(value: int) -> Iterator[int]:
    while value > 0x7F:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value


def _checksum(content: bytes) -> bytes:
    crc = _crc32c(content)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)


def _remainder(number: int) -> int:
    for _ in range(8):
        number = number >> 1 ^ (_CASTAGNOLI if number & 1 else 0)
    return number


_TABLE = tuple(map(_remainder, range(256)))


def _crc32c(content: bytes) -> int:
    """The CRC-32C (Castagnoli) of RFC 3720, appendix B.4."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF
