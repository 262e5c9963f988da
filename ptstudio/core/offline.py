"""Whether anything may use the network: a switch that every path looks at, on until a person turns it off."""

import os

from ptstudio.core.folders import data_folder

OFFLINE_VARIABLE = "PTSTUDIO_OFFLINE"
ONLINE_VARIABLE = "PTSTUDIO_ONLINE"
_ALLOWED = "network-allowed"


def is_offline() -> bool:
    """Whether the network is forbidden.

    The environment variable PTSTUDIO_OFFLINE=1 forbids it whatever is chosen; PTSTUDIO_ONLINE=1 allows it to one call
    of the command line and its workers; else it is as chosen, also where that was after this process had started.
    """
    if os.environ.get(OFFLINE_VARIABLE) == "1":
        return True
    return os.environ.get(ONLINE_VARIABLE) != "1" and not (data_folder() / _ALLOWED).exists()


def set_offline(is_wanted: bool) -> None:
    """Forbid or allow the network, for the window, the command line and all workers. Raises OSError."""
    path = data_folder() / _ALLOWED
    if is_wanted:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
