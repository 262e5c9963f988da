"""`--offline` and `--online`: whether one call may use the network, whatever was chosen for good."""

from collections.abc import Sequence
from typing import Annotated

import typer

from ptstudio.core.offline import OPTIONS

Offline = Annotated[
    bool | None,
    typer.Option(
        "/".join(OPTIONS),
        help="Forbid or allow the network to this one call, before or after any command. By default it is as chosen in "
        "the window, and forbidden until something was chosen; PTSTUDIO_OFFLINE=1 in the environment always forbids.",
        show_default=False,
    ),
]


def in_front(arguments: Sequence[str]) -> list[str]:
    """The arguments with these options before the command, wherever they stood; what follows `--` is left alone."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    chosen = [argument for argument in arguments[:end] if argument in OPTIONS]
    return chosen + [argument for argument in arguments[:end] if argument not in OPTIONS] + list(arguments[end:])
