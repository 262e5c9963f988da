"""Several downloads at a time: they end together and soon, however silent the servers are."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptstudio.core.errors import JobFailure
from ptstudio.core.offline import set_offline
from ptstudio.engine.channel import StopRequested
from ptstudio.library.downloading.crew import Crew
from ptstudio.library.downloading.pace import BeatenPace
from ptstudio.library.downloading.package import Package
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.remote_file import RemoteFile
from tests.helpers.hub_server import Fault, HubServer

CONTENT = b"weights" * 1000
NAMES = ("one", "two", "three", "four")


@pytest.fixture
def server() -> Iterator[HubServer]:
    set_offline(False)
    with HubServer() as server:
        yield server


def crew(server: HubServer, tmp_path: Path) -> Crew:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    packages = [
        Package(
            name,
            name,
            tmp_path / name,
            tmp_path / name,
            (RemoteFile(address=server.put(name, CONTENT), name=name, size=len(CONTENT), sha256=sha256),),
        )
        for name in NAMES
    ]
    return Crew(packages, BeatenPace(), Patience(stall_s=30))


def once(is_so: Callable[[], bool], action: Callable[[], None]) -> Callable[[], None]:
    """What to do at every look: nothing before it is so."""
    return lambda: action() if is_so() else None


def stop() -> None:
    raise StopRequested


def test_all_arrive(server: HubServer, tmp_path: Path) -> None:
    assert crew(server, tmp_path).work(lambda: None) == dict.fromkeys(NAMES)
    assert all((tmp_path / name / name).read_bytes() == CONTENT for name in NAMES)


def test_silent_servers_hold_nobody_who_wants_to_stop(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = lambda _: Fault(after=0, stall_s=30)
    asked_at: list[float] = []

    def note_and_stop() -> None:
        asked_at.append(time.monotonic())
        stop()

    with pytest.raises(StopRequested):
        crew(server, tmp_path).work(once(lambda: len(server.seen) >= 3, note_and_stop))
    assert time.monotonic() - asked_at[0] < 2.5


def test_switched_off_in_the_middle_what_is_whole_stays_so(server: HubServer, tmp_path: Path) -> None:
    is_off = threading.Event()

    def switch_off() -> None:
        set_offline(True)
        is_off.set()

    server.fault_of = lambda seen: Fault(after=100, stall_s=30) if seen.path.endswith("two") else None
    working, part = crew(server, tmp_path), tmp_path / "two" / "two.part"

    def is_time() -> bool:
        has_begun = part.exists() and part.stat().st_size == 100
        return has_begun and len(working.outcomes) == 3 and not is_off.is_set()

    outcomes = working.work(once(is_time, switch_off))
    cut_off = outcomes.pop("two")
    assert isinstance(cut_off, JobFailure)
    assert "switched off" in cut_off.message
    assert "it goes on where it was" in cut_off.hint
    assert outcomes == dict.fromkeys(("one", "three", "four"))
    assert part.stat().st_size == 100
