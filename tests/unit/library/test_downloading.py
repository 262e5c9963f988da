"""A file arrives whole and verified over the worst of connections, or there is a clear message and no file."""

import errno
import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx2
import pytest

from ptstudio.core.errors import DiskFull, JobFailure, ModelError, PTStudioError
from ptstudio.core.offline import set_offline
from ptstudio.library.downloading.pace import BeatenPace, Cancelled, OwnPace, Pace
from ptstudio.library.downloading.partial import Partial
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.downloading.room import check_room
from ptstudio.library.downloading.tally import Tally
from ptstudio.library.downloading.transfer import Transfer
from tests.helpers.hub_server import PIECE, Fault, HubServer, Seen

HASTE = Patience(stall_s=0.4, first_wait_s=0.01, most_wait_s=0.5, attempts=4)
CONTENT = random.Random(5).randbytes(600_000)


@pytest.fixture
def server() -> Iterator[HubServer]:
    set_offline(False)
    with HubServer() as server:
        yield server


def remote(server: HubServer, **changes: object) -> RemoteFile:
    address = server.put("net.pth", CONTENT)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    file = RemoteFile(address=address, name="net.pth", size=len(CONTENT), sha256=sha256)
    return file.model_copy(update=changes)


def fetch(
    file: RemoteFile,
    folder: Path,
    pace: Pace | None = None,
    tally: Tally | None = None,
    patience: Patience = HASTE,
) -> Path:
    with httpx2.Client() as client:
        return Transfer(client, pace or OwnPace(), tally or Tally(file.size), patience).fetch(file, folder, {})


class CountingPace(OwnPace):
    """One that counts how often it was waited before another attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.rests = 0

    def rest(self, seconds: float) -> None:
        """Wait."""
        self.rests += 1
        super().rest(seconds)


def always(fault: Fault) -> Callable[[Seen], Fault]:
    return lambda _: fault


def test_a_file_arrives_and_nothing_else_is_left(server: HubServer, tmp_path: Path) -> None:
    tally = Tally(len(CONTENT))
    assert fetch(remote(server), tmp_path, tally=tally).read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["net.pth"]
    assert tally.there == len(CONTENT)


def test_a_file_that_is_there_is_not_asked_for_again(server: HubServer, tmp_path: Path) -> None:
    fetch(remote(server), tmp_path)
    fetch(remote(server), tmp_path)
    assert len(server.seen) == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_connection_cut_at_random_places_delays_it_only(server: HubServer, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    cuts = iter([dice.randrange(1, 120_000) for _ in range(25)])

    def cut(_: Seen) -> Fault | None:
        after = next(cuts, None)
        return None if after is None else Fault(after=after, is_reset=dice.random() < 0.5)

    server.fault_of = cut
    tally, stubborn = Tally(len(CONTENT)), replace(HASTE, attempts=30)
    assert fetch(remote(server), tmp_path, tally=tally, patience=stubborn).read_bytes() == CONTENT
    starts = [seen.start for seen in server.seen]
    assert len(starts) > 3
    assert starts == sorted(starts)
    assert tally.there == len(CONTENT)


def test_a_connection_that_always_breaks_at_the_start_is_given_up(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = always(Fault(after=0))
    with pytest.raises(JobFailure, match=r"connection to .* broke"):
        fetch(remote(server), tmp_path)
    assert len(server.seen) == HASTE.attempts
    assert not (tmp_path / "net.pth").exists()


def test_a_server_that_knows_no_ranges_is_no_endless_loop(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = always(Fault(after=100_000))
    server.knows_ranges = False
    with pytest.raises(JobFailure, match=r"connection to .* broke"):
        fetch(remote(server), tmp_path)
    assert len(server.seen) <= HASTE.attempts + 1


def test_what_is_there_after_a_failure_is_not_fetched_again(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = lambda seen: Fault(after=400_000) if seen.start == 0 else Fault(after=0)
    with pytest.raises(JobFailure):
        fetch(remote(server), tmp_path)
    server.fault_of = always(Fault())
    fetch(remote(server), tmp_path)
    assert server.bytes_sent < len(CONTENT) + 2 * PIECE
    assert (tmp_path / "net.pth").read_bytes() == CONTENT


def test_content_that_changed_in_between_is_fetched_from_its_start(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = lambda seen: Fault(after=300_000) if seen.start == 0 else Fault(after=0)
    with pytest.raises(JobFailure):
        fetch(remote(server), tmp_path)
    file, other = remote(server), bytes(reversed(CONTENT))
    server.put("net.pth", other)
    server.fault_of = always(Fault())
    with pytest.raises(JobFailure, match="not what its publisher states"):
        fetch(file, tmp_path)
    server.put("net.pth", CONTENT)
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_bytes_that_were_damaged_on_this_disk_are_fetched_anew(server: HubServer, tmp_path: Path) -> None:
    file = remote(server)
    with Partial(file, tmp_path) as partial:
        partial.begin(f'"{file.sha256}"', file.size)
        partial.write(b"\0" * 200_000)
    assert fetch(file, tmp_path).read_bytes() == CONTENT


def test_a_file_of_which_only_leading_digits_and_a_rounded_size_are_known(server: HubServer, tmp_path: Path) -> None:
    file = remote(server, sha256=hashlib.sha256(CONTENT).hexdigest()[:8], size=590_000, is_exact=False)
    server.fault_of = lambda seen: Fault(after=250_000) if seen.start == 0 else None
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [seen.start > 0 for seen in server.seen] == [False, True]


def test_wrong_bytes_never_count_as_present(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = always(Fault(is_wrong=True))
    with pytest.raises(JobFailure, match="not what its publisher states") as caught:
        fetch(remote(server), tmp_path)
    assert "Try again" in caught.value.hint
    assert not (tmp_path / "net.pth").exists()
    assert (tmp_path / "net.pth.part").stat().st_size == 0


def test_a_file_of_which_no_hash_is_known_is_never_accepted(server: HubServer, tmp_path: Path) -> None:
    with pytest.raises(JobFailure, match="not what its publisher states"):
        fetch(remote(server, sha256=""), tmp_path)
    assert not (tmp_path / "net.pth").exists()


@pytest.mark.parametrize(
    ("fault", "message", "hint", "kind"),
    [
        (Fault(401), "private, or misspelt", "HF_TOKEN", ModelError),
        (Fault(403), "only given to people who may have it", "accept its terms", ModelError),
        (Fault(401, {"X-Error-Code": "GatedRepo"}), "only given to people", "--ask-token", ModelError),
        (Fault(404), "There is no", "spelling", ModelError),
        (Fault(429, {"Retry-After": "900"}), "too many requests", "in 15 min", JobFailure),
        (Fault(500), "fault of its own", "Try again later", JobFailure),
        (Fault(418), "refused", "later", JobFailure),
    ],
)
def test_every_refusal_has_its_message(
    server: HubServer, tmp_path: Path, fault: Fault, message: str, hint: str, kind: type[PTStudioError]
) -> None:
    server.fault_of = always(fault)
    with pytest.raises(kind, match=message) as caught:
        fetch(remote(server), tmp_path)
    assert hint in caught.value.hint
    assert not (tmp_path / "net.pth").exists()
    assert len(server.seen) == (HASTE.attempts if fault.status == 500 else 1)


def test_a_server_that_asks_to_wait_is_given_the_time(server: HubServer, tmp_path: Path) -> None:
    faults = iter([Fault(429, {"Retry-After": "0"}), Fault(503), Fault(500)])
    server.fault_of = lambda _: next(faults, None)
    assert fetch(remote(server), tmp_path).read_bytes() == CONTENT
    assert len(server.seen) == 4


def test_a_transfer_that_stands_still_is_taken_up_again(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = lambda seen: Fault(after=100_000, stall_s=30) if seen.start == 0 else None
    assert fetch(remote(server), tmp_path).read_bytes() == CONTENT


def test_a_transfer_that_always_stands_still_is_given_up(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = always(Fault(after=0, stall_s=30))
    with pytest.raises(JobFailure, match="stood still"):
        fetch(remote(server), tmp_path)
    assert not (tmp_path / "net.pth").exists()


def test_nothing_is_asked_while_the_network_is_switched_off(server: HubServer, tmp_path: Path) -> None:
    set_offline(True)
    with pytest.raises(JobFailure, match="network was switched off") as caught:
        fetch(remote(server), tmp_path)
    assert "--online" in caught.value.hint
    assert server.seen == []


def test_a_server_that_is_not_there(server: HubServer, tmp_path: Path) -> None:
    file = remote(server, address="http://127.0.0.1:9/net.pth")
    pace = CountingPace()
    with pytest.raises(JobFailure, match="could not be made") as caught:
        fetch(file, tmp_path, pace)
    assert "has arrived" not in caught.value.hint, "because nothing has"
    assert pace.rests == HASTE.first_attempts - 1, "nobody waits long for a server of which nothing has come yet"


def test_a_server_that_is_gone_for_a_while_is_waited_for_once_something_has_arrived(
    server: HubServer, tmp_path: Path
) -> None:
    file = remote(server, address="http://127.0.0.1:9/net.pth")
    with Partial(file, tmp_path) as partial:
        partial.begin("", len(CONTENT))
        partial.write(CONTENT[:1000])
    pace = CountingPace()
    with pytest.raises(JobFailure, match="could not be made") as caught:
        fetch(file, tmp_path, pace)
    assert "What has arrived is kept" in caught.value.hint
    assert pace.rests == HASTE.attempts - 1


def test_a_proxy_of_the_environment_is_used(server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = remote(server, address="http://weights.invalid/plain/net.pth")
    monkeypatch.setenv("HTTP_PROXY", server.address)
    monkeypatch.setenv("http_proxy", server.address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetch(file, tmp_path).read_bytes() == CONTENT
    assert [seen.path for seen in server.seen] == ["/plain/net.pth"]


def test_a_date_to_wait_for_is_understood(server: HubServer, tmp_path: Path) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(minutes=30), usegmt=True)
    server.fault_of = always(Fault(429, {"Retry-After": when}))
    with pytest.raises(JobFailure) as caught:
        fetch(remote(server), tmp_path)
    assert "in 30 min" in caught.value.hint


def test_a_full_disk_is_told_and_what_arrived_is_kept(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Partial.write

    def full(self: Partial, piece: bytes) -> None:
        if self.size > 200_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(self, piece)

    monkeypatch.setattr(Partial, "write", full)
    with pytest.raises(DiskFull, match="is full"):
        fetch(remote(server), tmp_path)
    assert not (tmp_path / "net.pth").exists()
    monkeypatch.setattr(Partial, "write", write)
    sent = server.bytes_sent
    assert fetch(remote(server), tmp_path).read_bytes() == CONTENT
    assert server.seen[-1].start > 200_000
    assert server.bytes_sent - sent < len(CONTENT)


def test_room_is_looked_for_first(tmp_path: Path) -> None:
    check_room({tmp_path: 1000})
    with pytest.raises(DiskFull, match="too little room"):
        check_room({tmp_path: 10**18})


def test_together_two_folders_of_a_disk_may_need_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 200 * 2**20})())
    check_room({tmp_path / "a": 100 * 2**20})
    with pytest.raises(DiskFull):
        check_room({tmp_path / "a": 100 * 2**20, tmp_path / "b": 100 * 2**20})


def test_a_cancelled_download_ends_soon_and_leaves_no_file(server: HubServer, tmp_path: Path) -> None:
    server.fault_of = always(Fault(rest_s=0.05))
    pace, ended = BeatenPace(), []

    def work() -> None:
        with pytest.raises(Cancelled):
            fetch(remote(server), tmp_path, pace)
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    pace.end()
    thread.join(5)
    assert ended
    assert ended[0] - began < 0.5
    assert not (tmp_path / "net.pth").exists()
    assert (tmp_path / "net.pth.part").stat().st_size > 0


def test_threads_wait_while_nobody_beats() -> None:
    pace, passed = BeatenPace(), threading.Event()
    pace._beat_at -= 10

    def work() -> None:
        pace.keep()
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not passed.wait(0.2)
    pace.beat()
    assert passed.wait(2)
    thread.join()


def test_the_wait_doubles_up_to_a_limit() -> None:
    patience = Patience(first_wait_s=1, most_wait_s=5)
    assert [patience.wait_s(failures) for failures in range(1, 5)] == [1, 2, 4, 5]


def test_the_speed_is_that_of_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    tally = Tally(1000)
    tally.found(200)
    assert tally.bytes_per_s() is None
    for _ in range(4):
        tally.arrived(100)
        now[0] += 1
    assert tally.bytes_per_s() == 100
    assert tally.remaining_s() == 4
    now[0] += 10
    assert tally.bytes_per_s() is None
