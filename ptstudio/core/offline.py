"""Whether anything may use the network: a switch that every path looks at, on until a person turns it off."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ptstudio.core.folders import data_folder

OFFLINE_VARIABLE = "PTSTUDIO_OFFLINE"
ONLINE_VARIABLE = "PTSTUDIO_ONLINE"
OPTIONS = {"--offline": True, "--online": False}
"""By which one call is told, before or after any command; of both, the first goes before."""
NOT_MEANT = ("", "0", "false", "no", "off")
"""The values of PTSTUDIO_OFFLINE that forbid nothing; whatever else somebody writes there is meant to."""

_ALLOWED = "network-allowed"
_FORBIDDEN = "network-forbidden"


def is_offline() -> bool:
    """Whether the network is forbidden.

    The environment variable PTSTUDIO_OFFLINE forbids it whatever is chosen. One call and its workers may be allowed
    it, until a person turns the switch; else it is as chosen, also where that was after this process had started.
    """
    return is_always_offline() or not (_is_allowed_to_this_call() or (data_folder() / _ALLOWED).exists())


def is_always_offline() -> bool:
    """Whether the switch can change nothing: the environment, or `--offline`, forbids the network to this process."""
    return os.environ.get(OFFLINE_VARIABLE, "").strip().lower() not in NOT_MEANT


def always_forbidden_by() -> str:
    """What forbids the network to this process whatever is chosen, as a person wrote it; empty where nothing does."""
    stated = os.environ.get(OFFLINE_VARIABLE, "")
    if not is_always_offline():
        return ""
    return stated if stated in OPTIONS else f"{OFFLINE_VARIABLE}={stated}"


def way_to_the_network() -> str:
    """What a person can do who wants the network and has none: a sentence for hints."""
    forbidden_by = always_forbidden_by()
    if forbidden_by:
        return f"“{forbidden_by}” forbids it, whatever else is chosen: leave that out to use the network."
    return "Allow it by the switch at the bottom of the window, or for one command by --online."


def set_offline(is_wanted: bool) -> None:
    """Forbid or allow the network, for the window, the command line and all workers. Raises OSError."""
    wanted, other = (_FORBIDDEN, _ALLOWED) if is_wanted else (_ALLOWED, _FORBIDDEN)
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / other).unlink(missing_ok=True)
    (folder / wanted).write_text(repr(time.time()), encoding="ascii")


def strictest_option(arguments: Sequence[str]) -> list[str]:
    """Which of the options counts, if any was given: forbidding goes before allowing, wherever they stand."""
    return [option for option in OPTIONS if option in arguments][:1]


def choose_for_this_call(is_wanted: bool) -> None:
    """Forbid or allow the network to this process and the workers that it starts; a ban of the environment stays."""
    if is_always_offline():
        return
    if is_wanted:
        os.environ[OFFLINE_VARIABLE] = "--offline"
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
