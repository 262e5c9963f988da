"""The guard of every process: while the network is forbidden, no socket to another host is opened.

It knows what Python's `socket` module is asked, and nothing of native code that opens sockets by itself; `core.quiet`
keeps that from doing so.
"""

import errno
import shlex
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import JobFailure
from ptstudio.core.folders import data_folder
from ptstudio.core.offline import is_offline, way_to_the_network
from ptstudio.core.this_host import is_this_host, is_within, needs_no_look_up

if TYPE_CHECKING:
    import logging

RECORD = "refused-connections.log"
"""The file in the data folder in which every process notes the hosts that it was kept from."""

# Where among the arguments each call of a socket takes the address.
_CALLS = {"connect": 0, "connect_ex": 0, "sendto": -1, "sendmsg": 3}
# Whom each look-up may be asked for. Those of a name send nothing where that is a number already.
_LOOK_UPS = {
    "getaddrinfo": needs_no_look_up,
    "gethostbyname": needs_no_look_up,
    "gethostbyname_ex": needs_no_look_up,
    "gethostbyaddr": is_this_host,
    "getnameinfo": is_this_host,
}
_guards: set[Callable[..., Any]] = set()


@dataclass(frozen=True)
class Attempt:
    """Something in this process asked for another host and was refused."""

    call: str
    """What was called, such as `connect`."""
    target: str
    """The host, with its port where there is one."""
    at: float
    """When, in seconds since 1970."""


_attempts: deque[Attempt] = deque(maxlen=1000)


class NetworkForbidden(JobFailure, OSError):
    """PTStudio is offline, and something tried to reach another host. Libraries see a network that is not there."""

    def __init__(self, target: str) -> None:
        super().__init__(
            f"PTStudio is offline: the network is forbidden, so it did not connect to {target}.", way_to_the_network()
        )
        self.errno = errno.ENETUNREACH


def install() -> None:
    """Guard all sockets of this process from now on; the switch is looked at in every attempt.

    A connection that stands already when the switch is turned is not cut.
    """
    for call, place in _CALLS.items():
        original = getattr(socket.socket, call, None)  # Windows has no sendmsg
        if original is not None and original not in _guards:
            setattr(socket.socket, call, _guarded_call(call, place, original))
    for call, is_allowed in _LOOK_UPS.items():
        original = getattr(socket, call)
        if original not in _guards:
            setattr(socket, call, _guarded_look_up(call, is_allowed, original))


def attempts() -> tuple[Attempt, ...]:
    """What was refused in this process so far, the last thousand."""
    return tuple(_attempts)


def _guarded_call(call: str, place: int, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        for address in arguments[place:][:1]:
            if not is_within(self.family, address) and is_offline():
                _refuse(call, address)
        return original(self, *arguments)

    _guards.add(guarded)
    return guarded


def _guarded_look_up(
    call: str, is_allowed: Callable[[object], bool], original: Callable[..., Any]
) -> Callable[..., Any]:
    @wraps(original)
    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if not is_allowed(host[0] if isinstance(host, tuple) else host) and is_offline():
            _refuse(call, host)
        return original(host, *arguments, **named)

    _guards.add(guarded)
    return guarded


def _refuse(call: str, address: object) -> None:
    """Take note, and raise NetworkForbidden."""
    target = ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)
    is_known = any(attempt.target == target for attempt in _attempts)
    attempt = Attempt(call, target, time.time())
    _attempts.append(attempt)
    _logger().warning("Offline: %s to %s was refused.", call, target)
    if not is_known:  # whoever tries again and again shall not fill the disk
        _write_down(attempt)
    raise NetworkForbidden(target)


def _logger() -> "logging.Logger":
    import logging  # the window needs it for nothing else

    return logging.getLogger("ptstudio.guard")


def _write_down(attempt: Attempt) -> None:
    at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(attempt.at))
    line = f"{at} {attempt.call} {attempt.target} by {shlex.join(sys.argv)}\n"
    with suppress(OSError), (data_folder() / RECORD).open("a", encoding="utf-8") as file:
        file.write(line)
