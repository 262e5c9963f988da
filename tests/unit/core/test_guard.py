"""The guard: offline, every way to another host is refused and noted; without it the same code gets through."""

import logging
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core import guard
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import WarningRaised
from ptstudio.core.folders import data_folder
from ptstudio.core.offline import OFFLINE_VARIABLE, set_offline
from ptstudio.core.worker import Worker
from tests.helpers.scripted_worker import scripted_run

# Reserved for documentation (RFC 5737, RFC 3849): nobody answers there, should a test ever fail.
ELSEWHERE = ("192.0.2.1", 9)
ELSEWHERE_6 = ("2001:db8::1", 9, 0, 0)
NAME = "somewhere.invalid"

WAYS: dict[str, Callable[[socket.socket], object]] = {
    "connect": lambda own: own.connect(ELSEWHERE),
    "connect by name": lambda own: own.connect((NAME, 9)),
    "connect_ex": lambda own: own.connect_ex(ELSEWHERE),
    "sendto": lambda own: own.sendto(b"x", ELSEWHERE),
    "sendto with flags": lambda own: own.sendto(b"x", 0, ELSEWHERE),
    "getaddrinfo": lambda _: socket.getaddrinfo(NAME, 9),
    "getaddrinfo by keyword": lambda _: socket.getaddrinfo(host=NAME, port=9),
    "gethostbyname": lambda _: socket.gethostbyname(NAME),
    "gethostbyname_ex": lambda _: socket.gethostbyname_ex(NAME),
    "gethostbyaddr": lambda _: socket.gethostbyaddr(ELSEWHERE[0]),
    "getnameinfo": lambda _: socket.getnameinfo(ELSEWHERE, 0),
    "create_connection": lambda _: socket.create_connection((NAME, 9)),
}
if hasattr(socket.socket, "sendmsg"):
    WAYS["sendmsg"] = lambda own: own.sendmsg([b"x"], [], 0, ELSEWHERE)

TRIES_UNTIL_REFUSED = """
import socket
from ptstudio.core import guard
socket.socket.connect = lambda *_: None
guard.install()
def is_refused():
    try:
        socket.socket().connect(("192.0.2.1", 9))
    except guard.NetworkForbidden:
        return True
    return False
tell(WarningRaised(message="refused" if is_refused() else "got through", hint=""))
while not is_refused():
    time.sleep(0.02)
tell(WarningRaised(message="refused", hint=""))
tell(RunFinished())
"""
LOAD_THE_WINDOW = """
import importlib, pkgutil, sys, ptstudio.app
for module in pkgutil.walk_packages(ptstudio.app.__path__, "ptstudio.app."):
    importlib.import_module(module.name)
print([name for name in sys.modules if name.startswith(("PySide6.QtNetwork", "PySide6.QtWeb"))])
"""


class Original(Exception):
    """The call reached what the guard stands before."""


class Warnings(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def guarded_calls() -> Iterator[tuple[Any, str]]:
    """Each call that this system has, with the place where it is looked up."""
    methods = ("connect", "connect_ex", "sendto", "sendmsg")
    yield from ((socket.socket, call) for call in methods if hasattr(socket.socket, call))
    look_ups = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo")
    yield from ((socket, call) for call in look_ups)


@pytest.fixture
def originals(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of every real call one that only says that it was reached; nothing of a test goes out."""

    def reached(*_: Any, **__: Any) -> None:
        raise Original

    for place, call in guarded_calls():
        monkeypatch.setattr(place, call, reached)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The guard in this process until the test ends; gives the warnings that it logs, which nobody else hears."""
    for place, call in guarded_calls():
        monkeypatch.setattr(place, call, getattr(place, call))
    monkeypatch.setattr(guard, "_attempts", deque())
    logger, warnings = logging.Logger("of this test alone"), Warnings()
    logger.addHandler(warnings)
    monkeypatch.setattr(guard, "_logger", lambda: logger)
    guard.install()
    return warnings.messages


@pytest.fixture
def own() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        yield made


def record() -> list[str]:
    path = data_folder() / guard.RECORD
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.mark.usefixtures("originals")
@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_another_host_is_refused_and_noted(way: str, own: socket.socket, guarded: list[str]) -> None:
    with pytest.raises(guard.NetworkForbidden):
        WAYS[way](own)
    (attempt,) = guard.attempts()
    assert attempt.target.startswith((ELSEWHERE[0], NAME))
    (line,) = record()
    assert f"{attempt.call} {attempt.target} by " in line
    assert guarded == [f"Offline: {attempt.call} to {attempt.target} was refused."]


@pytest.mark.usefixtures("originals")
@pytest.mark.parametrize("way", WAYS)
def test_without_the_guard_the_same_code_gets_through(way: str, own: socket.socket) -> None:
    with pytest.raises(Original):
        WAYS[way](own)
    assert guard.attempts() == ()


@pytest.mark.usefixtures("originals", "guarded")
@pytest.mark.parametrize("way", WAYS)
def test_online_the_guard_lets_it_through(way: str, own: socket.socket) -> None:
    set_offline(False)
    with pytest.raises(Original):
        WAYS[way](own)
    assert guard.attempts() == ()
    assert record() == []


@pytest.mark.usefixtures("originals", "guarded")
def test_the_switch_works_at_once_in_both_directions(own: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    for is_offline in (True, False, True):
        set_offline(is_offline)
        with pytest.raises(guard.NetworkForbidden if is_offline else Original):
            own.connect(ELSEWHERE)
    set_offline(False)
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    with pytest.raises(guard.NetworkForbidden):
        own.connect(ELSEWHERE)


@pytest.mark.usefixtures("originals", "guarded")
def test_sockets_of_the_sixth_protocol_are_guarded_too() -> None:
    if not socket.has_ipv6:
        pytest.skip("this Python has no IPv6")
    with socket.socket(socket.AF_INET6) as own, pytest.raises(guard.NetworkForbidden):
        own.connect(ELSEWHERE_6)


@pytest.mark.usefixtures("guarded")
def test_this_machine_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5), socket.socket() as second:
            assert second.connect_ex(("127.0.0.1", port)) == 0
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own,
    ):
        heard.bind(("127.0.0.1", 0))
        assert own.sendto(b"xy", heard.getsockname()) == 2
        if hasattr(own, "sendmsg"):
            assert own.sendmsg([b"xy"], [], 0, heard.getsockname()) == 2
            own.connect(heard.getsockname())
            assert own.sendmsg([b"xy"]) == 2
    assert socket.gethostbyname("localhost").startswith("127.")
    assert socket.getaddrinfo(ELSEWHERE[0], 9), "nobody is asked about a number"
    assert socket.getaddrinfo(None, 9)
    assert guard.attempts() == ()


@pytest.mark.usefixtures("guarded")
@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no local sockets")
def test_local_sockets_work(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("s"))  # the name of a local socket may not be long
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as own:
        server.bind("s")
        server.listen()
        own.connect("s")
        assert own.send(b"xy") == 2
    assert guard.attempts() == ()


@pytest.mark.usefixtures("guarded")
def test_wrong_arguments_are_refused_by_the_system_itself(own: socket.socket) -> None:
    calls: tuple[Any, ...] = (own.connect, own.sendto)
    for call in calls:
        for wrong in ((), ("here",)):
            with pytest.raises(TypeError):
                call(*wrong)


@pytest.mark.usefixtures("guarded")
def test_the_refusal_is_an_error_of_the_system_that_says_what_to_do(own: socket.socket) -> None:
    with pytest.raises(OSError, match="offline") as caught:
        own.connect(ELSEWHERE)
    error = caught.value
    assert isinstance(error, PTStudioError)
    assert error.errno
    assert "192.0.2.1:9" in error.message
    assert "--online" in error.hint
    assert "switch" in error.hint


@pytest.mark.usefixtures("originals", "guarded")
def test_trying_again_and_again_does_not_fill_the_disk(own: socket.socket) -> None:
    for _ in range(3):
        with pytest.raises(guard.NetworkForbidden):
            own.connect(ELSEWHERE)
    assert [attempt.call for attempt in guard.attempts()] == ["connect"] * 3
    assert len(record()) == 1


@pytest.mark.usefixtures("originals", "guarded")
def test_without_a_place_to_note_it_it_is_refused_all_the_same(
    own: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PTSTUDIO_HOME", str(tmp_path / "file"))
    with pytest.raises(guard.NetworkForbidden):
        own.connect(ELSEWHERE)
    assert len(guard.attempts()) == 1


@pytest.mark.usefixtures("guarded")
def test_a_second_guard_is_not_put_before_the_first() -> None:
    before = socket.socket.connect, socket.getaddrinfo
    guard.install()
    assert (socket.socket.connect, socket.getaddrinfo) == before


def test_a_worker_that_started_online_refuses_as_soon_as_the_switch_is_turned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_offline(False)
    worker = Worker.start(scripted_run(tmp_path, monkeypatch, TRIES_UNTIL_REFUSED))
    events = worker.events()
    told = next(event for event in events if isinstance(event, WarningRaised))
    assert told.message == "got through"
    set_offline(True)
    assert [event.message for event in events if isinstance(event, WarningRaised)] == ["refused"]
    worker.process.wait()
    assert "192.0.2.1:9" in record()[0]
    assert "Offline: connect to 192.0.2.1:9 was refused." in (worker.folder / "log.txt").read_text()


def test_nothing_in_the_program_uses_the_network_of_qt() -> None:
    """Qt opens its sockets in native code, where the guard does not see them."""
    done = subprocess.run([sys.executable, "-c", LOAD_THE_WINDOW], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
