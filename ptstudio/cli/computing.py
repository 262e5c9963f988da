"""The options of a training that say what it computes with, and the command that starts it on several machines."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import TrainJob

Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        metavar="NUMBER",
        min=1,
        help="So many processes compute together, each a share of every batch; on graphics cards, one on each.",
    ),
]
Cards = Annotated[
    str | None,
    typer.Option("--cards", metavar="N,N,…", help="Graphics cards to compute on, such as 0,1; see ptstudio doctor."),
]
PrepareOnly = Annotated[
    bool,
    typer.Option(
        "--prepare-only",
        help="Start nothing: only make the run, and print its folder and the command that starts it on several "
        "machines. The project must lie where all of them reach it under the same path.",
    ),
]


def computing(processes: int | None, cards: str | None) -> tuple[int, tuple[int, ...]]:
    """How many processes compute, and on which graphics cards (none named: the first ones). Raises SettingsError."""
    numbers = _numbers(cards) if cards is not None else ()
    if numbers and processes is not None and processes != len(numbers):
        raise SettingsError(
            f"{processes} processes and {len(numbers)} graphics cards do not go together.",
            "Each process has a card of its own: say only --cards, or as many processes as cards.",
        )
    return processes or max(1, len(numbers)), numbers


def with_computing(job: TrainJob, processes: int | None, cards: str | None) -> TrainJob:
    """A training that computes with what the options name, and otherwise as it is."""
    if processes is None and cards is None:
        return job
    count, numbers = computing(processes, cards)
    return job.model_copy(update={"processes": count, "cards": numbers})


def launch_command(run: Path) -> str:
    """The command that starts a run on two machines of four graphics cards each, to be given on both."""
    return (
        "torchrun --nnodes=2 --nproc-per-node=4 --rdzv-backend=c10d --rdzv-endpoint=HOST:29500 "
        f"-m ptstudio.engine {shlex.quote(str(run))}"
    )


def _numbers(cards: str) -> tuple[int, ...]:
    try:
        numbers = tuple(int(number) for number in cards.split(","))
    except ValueError:
        numbers = ()
    if not numbers or min(numbers) < 0 or len(set(numbers)) < len(numbers):
        raise SettingsError(f"“{cards}” names no graphics cards.", "Write their numbers, such as 0,1.")
    return numbers
