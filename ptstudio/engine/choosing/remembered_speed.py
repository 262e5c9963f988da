"""What was measured of a network on this machine, found again in the data folder; measures nothing itself."""

import hashlib
import json
import logging
from functools import cache
from pathlib import Path

import torch
from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.folders import data_folder
from ptstudio.core.machine import processor
from ptstudio.core.message import Record
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.engine.choosing.decided import DecidedWay
from ptstudio.engine.choosing.memory_need import MemoryNeed
from ptstudio.engine.computing.device import usable_cores

FAR_MORE = 4
"""Measurements for so many times fewer samples may have passed over ways that pay now; they are made again."""


class Measured(Record):
    """What trying ways for some work came to.

    `tried_on` says how many samples of a batch; `samples` were to be computed, which decided what was worth trying, and
    `is_whole` tells that all of it was. `threads` is how many compute, `memory` what it takes.
    """

    timings: tuple[DecidedWay, ...]
    chosen: int
    tried_on: int
    samples: int
    is_whole: bool
    threads: int
    memory: MemoryNeed

    @property
    def fastest(self) -> DecidedWay:
        """The way that was chosen."""
        return self.timings[self.chosen]


def file_for(model: PretrainedModel, device: torch.device, work: str, precision: str | None) -> Path:
    """Where it is kept what was measured of a network doing some work: by all that a measurement depends on."""
    computes = torch.cuda.get_device_name(device) if device.type == "cuda" else processor()
    parts: list[object] = [model.family, model.architecture, model.input.to_line(), model.config, device.type, computes]
    parts += [work, precision, torch.__version__, torch.get_num_threads(), usable_cores()]
    return (
        data_folder() / "speed" / f"{hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]}.json"
    )


def recalled(file: Path, samples: int) -> Measured | None:
    """What was measured before, unless so many samples are worth measuring more."""
    try:
        measured = Measured.from_text(file.read_bytes())
    except (OSError, ValidationError):
        return None
    return measured if measured.is_whole or samples < FAR_MORE * measured.samples else None


def remember(file: Path, measured: Measured) -> None:
    """Keep a measurement for the next time; where nothing can be written, the next time measures again."""
    try:
        atomic.write_text(file, measured.to_text())
    except OSError as error:
        _say_that_nothing_is_kept(file.parent, error.strerror or str(error))


@cache
def _say_that_nothing_is_kept(folder: Path, why: str) -> None:
    """Once in a worker's log: it is the same for every network."""
    logging.getLogger("ptstudio").warning("What was measured cannot be remembered in %s: %s", folder, why)
