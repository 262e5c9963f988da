"""`--offline` and `--online`: whether one call may use the network, whatever was chosen for good."""

from collections.abc import Sequence
from typing import Annotated

import typer

from ptstudio.core.offline import OPTIONS, strictest_option

Offline = Annotated[
    bool | None,
    typer.Option(
        "/".join(OPTIONS),
        help="Forbid or allow the network to this one call, before or after any command. By default it is as chosen in "
        "the window, and forbidden until something was chosen; PTSTUDIO_OFFLINE=1 in the environment always forbids. "
        "Where one says no and the other yes, it is no.",
        show_default=False,
    ),
]


def in_front(arguments: Sequence[str]) -> list[str]:
    """The arguments with the one of these options that counts before the command; what follows `--` is left alone."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    others = [argument for argument in arguments[:end] if argument not in OPTIONS]
    return strictest_option(arguments[:end]) + others + list(arguments[end:])
