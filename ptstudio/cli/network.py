"""`--offline` and `--online`: whether one call may use the network, whatever was chosen for good."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from ptstudio.core.offline import OFFLINE_VARIABLE, ONLINE_VARIABLE

_OPTIONS = ("--offline", "--online")

Offline = Annotated[
    bool | None,
    typer.Option(
        "/".join(_OPTIONS),
        help="Forbid or allow the network to this one call, before or after any command. By default it is as chosen in "
        "the window, and forbidden until something was chosen; PTSTUDIO_OFFLINE=1 in the environment always forbids.",
        show_default=False,
    ),
]


def in_front(arguments: Sequence[str]) -> list[str]:
    """The arguments with these options before the command, wherever they stood; what follows `--` is left alone."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    chosen = [argument for argument in arguments[:end] if argument in _OPTIONS]
    return chosen + [argument for argument in arguments[:end] if argument not in _OPTIONS] + list(arguments[end:])


@contextmanager
def for_this_call(is_offline: bool | None) -> Iterator[None]:
    """Forbid or allow the network to this process and the workers it starts, until the block ends."""
    if is_offline is None:
        yield
        return
    variable = OFFLINE_VARIABLE if is_offline else ONLINE_VARIABLE
    before = os.environ.get(variable)
    os.environ[variable] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before
