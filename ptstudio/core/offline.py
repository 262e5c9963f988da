"""Whether anything may use the network: a switch that every path looks at, on until a person turns it off."""

import os

from ptstudio.core.folders import data_folder

OFFLINE_VARIABLE = "PTSTUDIO_OFFLINE"
_ALLOWED = "network-allowed"


def is_offline() -> bool:
    """Whether the network is forbidden; the environment variable PTSTUDIO_OFFLINE=1 forbids it whatever is chosen."""
    return os.environ.get(OFFLINE_VARIABLE) == "1" or not (data_folder() / _ALLOWED).exists()


def set_offline(is_wanted: bool) -> None:
    """Forbid or allow the network, for the window, the command line and all workers. Raises OSError."""
    path = data_folder() / _ALLOWED
    if is_wanted:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
