"""Training with several processes, from their start to their end; seen from the first one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch

from ptstudio.core.errors import SettingsError
from ptstudio.core.events import ChoiceMade, StageChanged
from ptstudio.core.jobs import TrainJob
from ptstudio.core.machine import Choice
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.learning.preparation import Prepared
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.ranks.children import ENDING_S, Children
from ptstudio.engine.ranks.crew import Crew
from ptstudio.engine.ranks.faults import ProcessLost
from ptstudio.engine.ranks.place import Place
from ptstudio.engine.ranks.settling import settle_in, share_cores, take_card
from ptstudio.engine.ranks.splitting import split_choice
from ptstudio.engine.ranks.wire import Wire, have_come, meeting_point

POLL_S = 0.05


def settle_first(job: TrainJob, place: Place) -> None:
    """Before anything is measured: the first process computes where it will, with the cores that it will have.

    Raises SettingsError for a graphics card that is not there.
    """
    missing = [card for card in job.cards if card >= torch.cuda.device_count()]
    if missing and not place.is_launched:
        raise SettingsError(
            f"There is no graphics card {missing[0]}.", "“ptstudio doctor” says which there are; they count from 0."
        )
    if job.cards or place.is_launched:
        take_card(place.local_rank, job.cards)
    share_cores(place.processes_here(job.processes))


@contextmanager
def together(job: TrainJob, prepared: Prepared, place: Place, channel: Channel) -> Iterator[Setup]:
    """Inside, the training is set up for all processes of the job. Raises SettingsError where there are too few
    graphics cards for them, ProcessLost where one of them ends.
    """
    setup = prepared.setup
    processes = place.processes(job.processes)
    if processes == 1:
        yield setup
        return
    if place.is_launched:
        with _crew(Wire(place), place, job, prepared, channel) as crew:
            yield replace(setup, crew=crew)
        return
    _check_cards(job, processes, setup.way.device)
    channel.emit(StageChanged(stage="together", title=_starting(processes - 1)))
    store = meeting_point()
    children = Children(setup.folder, processes, store.port)
    grace_s = 0.0
    try:
        while not have_come(store, processes):
            children.raise_if_dead()
            channel.breathe()
            time.sleep(POLL_S)
        first = Place(world=processes, local_world=processes, port=store.port)
        with _crew(Wire(first, store), first, job, prepared, channel) as crew:
            yield replace(setup, crew=crew)
        grace_s = ENDING_S
    except ProcessLost:
        children.raise_if_dead()
        raise
    finally:
        children.end(grace_s)


@contextmanager
def _crew(wire: Wire, place: Place, job: TrainJob, prepared: Prepared, channel: Channel) -> Iterator[Crew]:
    setup = prepared.setup
    try:
        settle_in(wire, place, job.cards, setup.way.device)
        split = split_choice(setup, prepared.plan)
        for choice in filter(None, (_choice(setup, wire.world), split)):
            channel.emit(ChoiceMade(choice=choice))
        crew = Crew(wire, is_sharding=split is not None)
        try:
            yield crew
        except StopRequested:
            crew.end()
            raise
        crew.end()
    finally:
        wire.close()


def _starting(others: int) -> str:
    return "Starting another process" if others == 1 else f"Starting {others} other processes"


def _check_cards(job: TrainJob, processes: int, device: torch.device) -> None:
    if device.type == "cpu":
        return
    there = torch.cuda.device_count()
    if processes > (len(job.cards) or there):
        raise SettingsError(
            f"{processes} processes need {processes} graphics cards, and there are {len(job.cards) or there}.",
            "Choose more cards or fewer processes; `ptstudio resume RUN --processes N` goes on with fewer.",
        )


def _choice(setup: Setup, processes: int) -> Choice:
    shares = f"Each computes a share of every batch of {setup.way.batch_size}, so that the result stays the same"
    if setup.settings.from_scratch:
        reason = f"{shares}, but for batch normalisation, which takes each share for itself."
    elif all(phase.uses_features for phase in setup.phases):
        reason = "They share the looks at every sample; a new last layer alone learns faster in one."
    elif setup.way.device.type == "cpu":
        reason = f"{shares} but for rounding."
    else:
        reason = f"{shares}, but for rounding and for what dropout leaves out by chance."
    return Choice(name="processes", value=processes, reason=reason)
