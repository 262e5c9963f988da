"""Where a training meets the history of this machine: its plan learns from it before, and it is added to it after."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import torch
from pydantic import ValidationError

from ptstudio.core.events import Event, read_event
from ptstudio.core.experience import Situation, learned, lessons
from ptstudio.core.history import Past, read_history, remember
from ptstudio.core.machine import Plan, processor
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.usage import Usage

_NO_LESSON = (b'"type":"StepEnded"', b'"type":"MachineUsed"', b'"type":"CheckpointSaved"')


def with_experience(plan: Plan, model: PretrainedModel, device: str) -> Plan:
    """The plan as earlier trainings on this machine correct it."""
    return learned(plan, _situation(model, device), read_history())


def remember_training(folder: Path, model: PretrainedModel, device: str, used: Usage | None) -> None:
    """Add the training of a run folder to the history, with what it took; where it cannot be written, it is not."""
    if used is None or used.seconds <= 0:
        return
    here = _situation(model, device)
    past = Past(
        machine=here.machine,
        device=here.device,
        family=here.family,
        architecture=here.architecture,
        stages=lessons(_telling(folder), time.time()),
        seconds=used.seconds,
        energy_wh=used.energy_wh,
        is_estimated=used.is_estimated,
    )
    try:
        remember(past)
    except OSError as error:
        logging.getLogger(__name__).info("This training is not remembered: %s", error)


def _situation(model: PretrainedModel, device: str) -> Situation:
    cores = psutil.cpu_count() or 1
    title = torch.cuda.get_device_name(device) if device.startswith("cuda") else device
    return Situation(f"{processor()}, {cores} cores", title, model.family, model.architecture, cores)


def _telling(folder: Path) -> Iterator[Event]:
    """The events of a run without the many that only tell of progress."""
    with (folder / "events.jsonl").open("rb") as file:
        for line in file:
            if not any(kind in line for kind in _NO_LESSON):
                try:
                    yield read_event(line)
                except ValidationError:
                    continue
