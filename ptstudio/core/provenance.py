"""Where a training's result comes from: everything that has to be the same for it to come out the same again.

Knows neither how a training is made ready nor how it is shown.
"""

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ptstudio import __version__
from ptstudio.core import atomic
from ptstudio.core.jobs import SettingValue
from ptstudio.core.machine import Machine
from ptstudio.core.message import Record
from ptstudio.core.project import now

FILE = "provenance.json"
PACKAGES = ("torch", "torchvision", "transformers", "timm", "accelerate", "peft", "numpy", "pillow", "onnxruntime")
"""What figures can depend on."""
_BESIDE = ("tensorboard", "checkpoint_every_s", "device")
"""Settings that no result depends on; the device counts as what was computed on, not as what was asked for."""
SHORT_HASH = 12
"""Digits of a sha256 that are enough to tell two apart by eye."""
Side = Literal["asked", "given", "around"]


def _package_versions() -> dict[str, str]:
    """The versions of the packages that figures can depend on, as far as they are installed; imports none of them."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class Provenance(Record):
    """What `provenance.json` of a run says, written when it first starts.

    `settings` are the resolved ones: those of the preset, those of a training from scratch and those that a person
    changed. `chosen` is what was found out on the machine and is no setting, or a setting that was left to it.
    `threads` is how many the processor computes with; `repeatability` says what is guaranteed, empty where nothing is.
    """

    version: int = 1
    written: str = Field(default_factory=now)
    command: str = ""
    task: str
    preset: str
    settings: dict[str, SettingValue]
    chosen: dict[str, str | int | float | bool] = {}
    seed: int
    dataset: str
    dataset_fingerprint: str
    model: str
    weights_sha256: str
    weights_revision: str = ""
    ptstudio: str = __version__
    python: str = Field(default_factory=platform.python_version)
    packages: dict[str, str] = Field(default_factory=_package_versions)
    machine: Machine
    device: str
    threads: int
    processes: int = 1
    repeatability: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: what was `asked` for, the data and weights `given`, or what is `around` it."""

    side: Side
    name: str
    before: str
    now: str

    def say(self) -> str:
        """In words, such as “torch 2.15.0 before, 2.16.0 now”."""
        return f"{self.name.replace('_', ' ')} {self.before or 'none'} before, {self.now or 'none'} now"


def keep_provenance(provenance: Provenance, folder: Path) -> None:
    """Write it into a run's folder. Raises OSError."""
    atomic.write_text(folder / FILE, provenance.to_text())


def provenance_of(folder: Path) -> Provenance | None:
    """That of a run; nothing where there is none, or it cannot be read."""
    try:
        return Provenance.from_text((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def differences(before: Provenance, later: Provenance) -> list[Difference]:
    """Everything that differs and that a result can depend on: first what was asked for, last what is around it."""
    found = [*_asked(before, later), *_given(before, later), *_around(before, later)]
    return [one for one in found if one.before != one.now]


def _asked(before: Provenance, later: Provenance) -> Iterator[Difference]:
    yield Difference("asked", "model", before.model, later.model)
    yield Difference("asked", "preset", before.preset, later.preset)
    known = before.settings.keys() & later.settings.keys()  # another version of PTStudio may know others
    for one in _pairs("asked", before.settings, later.settings):
        if one.name in known and one.name not in _BESIDE and _came_to(before, one.name) != _came_to(later, one.name):
            yield one


def _came_to(found: Provenance, name: str) -> SettingValue:
    """What a setting was used as, whether it was asked for or left to the machine."""
    asked = found.settings[name]
    return found.chosen.get(name) if asked is None else asked


def _given(before: Provenance, later: Provenance) -> Iterator[Difference]:
    yield Difference("given", "data", *_marked(before.dataset_fingerprint, later.dataset_fingerprint))
    if before.model == later.model:
        yield Difference("given", "weights", *_marked(before.weights_sha256, later.weights_sha256))


def _around(before: Provenance, later: Provenance) -> Iterator[Difference]:
    yield Difference("around", "PTStudio", before.ptstudio, later.ptstudio)
    yield Difference("around", "Python", before.python, later.python)
    yield from _pairs("around", before.packages, later.packages)
    yield Difference("around", "system", before.machine.system, later.machine.system)
    yield Difference("around", "processor", before.machine.processor, later.machine.processor)
    yield Difference("around", "cores", str(before.machine.cores), str(later.machine.cores))
    yield Difference("around", "devices", _devices(before.machine), _devices(later.machine))
    yield Difference("around", "device", before.device, later.device)
    yield Difference("around", "threads", str(before.threads), str(later.threads))
    yield Difference("around", "processes", str(before.processes), str(later.processes))
    own = {"repeatability", *_stated(before), *_stated(later)}
    for one in _pairs("around", before.chosen, later.chosen):
        if one.name not in own:
            yield one
    yield Difference("around", "repeatability", before.repeatability, later.repeatability)


def _stated(found: Provenance) -> list[str]:
    """The settings that were not left to the machine."""
    return [name for name, value in found.settings.items() if value is not None]


def _pairs(side: Side, before: Mapping[str, SettingValue], later: Mapping[str, SettingValue]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *later)):
        yield Difference(side, name, _written(before, name), _written(later, name))


def _written(values: Mapping[str, SettingValue], name: str) -> str:
    if name not in values:
        return ""
    value = values[name]
    return "automatic" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _marked(before: str, later: str) -> tuple[str, str]:
    """Two sha256 in short, the same where one is but the beginning of the other."""
    if before.startswith(later) or later.startswith(before):
        return "", ""
    return before[:SHORT_HASH], later[:SHORT_HASH]


def _devices(machine: Machine) -> str:
    return ", ".join(device.title for device in machine.devices)
