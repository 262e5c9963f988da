"""Whether anything may use the network: a switch that every path looks at, on until a person turns it off."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ptstudio.core.folders import data_folder

OFFLINE_VARIABLE = "PTSTUDIO_OFFLINE"
ONLINE_VARIABLE = "PTSTUDIO_ONLINE"
OPTIONS = {"--offline": True, "--online": False}
"""By which one call is told, before or after any command."""

_ALLOWED = "network-allowed"
_FORBIDDEN = "network-forbidden"


def is_offline() -> bool:
    """Whether the network is forbidden.

    The environment variable PTSTUDIO_OFFLINE=1 forbids it whatever is chosen. One call and its workers may be allowed
    it, until a person turns the switch; else it is as chosen, also where that was after this process had started.
    """
    return is_always_offline() or not (_is_allowed_to_this_call() or (data_folder() / _ALLOWED).exists())


def is_always_offline() -> bool:
    """Whether the switch can change nothing: the environment, or `--offline`, forbids the network to this process."""
    return os.environ.get(OFFLINE_VARIABLE) == "1"


def set_offline(is_wanted: bool) -> None:
    """Forbid or allow the network, for the window, the command line and all workers. Raises OSError."""
    wanted, other = (_FORBIDDEN, _ALLOWED) if is_wanted else (_ALLOWED, _FORBIDDEN)
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / other).unlink(missing_ok=True)
    (folder / wanted).write_text(repr(time.time()), encoding="ascii")


def choose_for_this_call(is_wanted: bool) -> None:
    """Forbid or allow the network to this process and the workers that it starts."""
    if is_wanted:
        os.environ[OFFLINE_VARIABLE] = "1"
    else:
        os.environ[ONLINE_VARIABLE] = repr(time.time())


@contextmanager
def for_this_call(is_wanted: bool | None) -> Iterator[None]:
    """The same until the block ends; with None as it is."""
    before = {name: os.environ.get(name) for name in (OFFLINE_VARIABLE, ONLINE_VARIABLE)}
    if is_wanted is not None:
        choose_for_this_call(is_wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _is_allowed_to_this_call() -> bool:
    """Whether it was, at a time that the environment tells, and nobody has turned the switch off since."""
    try:
        return float(os.environ.get(ONLINE_VARIABLE, "nan")) > _forbidden_at()
    except ValueError:
        return False


def _forbidden_at() -> float:
    try:
        return float((data_folder() / _FORBIDDEN).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0.0
