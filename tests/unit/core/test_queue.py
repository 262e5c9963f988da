"""The queue as a value: its order, its times, its hold."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ptstudio.core import queue
from ptstudio.core.errors import InputError, ProjectError
from ptstudio.core.jobs import TrainJob, TuneJob
from ptstudio.core.queue import Entry, EntryState, Hold, Queue, new_entry

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=10)


def job(model: str) -> TrainJob:
    return TrainJob(task="image-classification", dataset="rubbish/0001", model=model, preset="quick")


def entry(model: str, not_before: datetime | None = None) -> Entry:
    return new_entry(job(model), NOON, not_before).model_copy(update={"id": model})


def queue_of(*entries: Entry) -> Queue:
    return Queue(entries=entries)


def names(shown: Queue) -> list[str]:
    return [entry.id for entry in shown.listed]


ABC = queue_of(entry("a"), entry("b"), entry("c"))


def test_it_is_read_as_it_was_written_whatever_the_job() -> None:
    tuning = new_entry(TuneJob(training=job("a")), NOON, LATER)
    written = queue_of(entry("a"), tuning).held(Hold.STOPPED)
    assert Queue.from_text(written.to_text()) == written
    assert '"not_before": "2026-03-02T22:00:00Z"' in written.to_text()


def test_ids_differ() -> None:
    assert len({new_entry(job("a"), NOON).id for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("key", "place", "expected"),
    [("a", 1, "bac"), ("c", 0, "cab"), ("b", 99, "acb"), ("b", -1, "bac"), ("a", 0, "abc")],
)
def test_an_entry_is_moved_as_far_as_there_is_room(key: str, place: int, expected: str) -> None:
    assert "".join(names(ABC.moved(key, place))) == expected


def test_what_was_taken_out_can_be_put_back_where_it_was() -> None:
    gone, place = ABC.entry("b"), ABC.place("b")
    assert names(ABC.without("b")) == ["a", "c"]
    assert ABC.without("b").with_entry(gone, place) == ABC
    assert names(ABC.without("b").with_entry(gone)) == ["a", "c", "b"]


def test_what_has_become_a_run_is_neither_listed_nor_moved() -> None:
    begun = ABC.replaced(ABC.entry("b").model_copy(update={"state": EntryState.STARTED}))
    assert names(begun) == ["a", "c"]
    assert [one.id for one in begun.moved("c", 0).entries] == ["b", "c", "a"]
    with pytest.raises(ProjectError, match="started already"):
        begun.moved("b", 0)


def test_an_id_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ProjectError, match="the id “x”"):
        ABC.without("x")
    with pytest.raises(ProjectError, match="the id “x”"):
        ABC.moved("x", 0)


def test_the_first_that_is_due_comes_before_those_that_wait_for_their_time() -> None:
    timed = queue_of(entry("night", LATER), entry("b"), entry("c"))
    assert timed.due(NOON) == timed.entry("b")
    assert timed.due(LATER) == timed.entry("night")
    assert timed.next_time(NOON) == LATER
    assert timed.next_time(LATER) is None
    assert timed.timed("night", None).due(NOON) == timed.timed("night", None).entry("night")


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    there = LATER.astimezone().isoformat()
    assert queue_of(entry("a", datetime.fromisoformat(there))).due(LATER - timedelta(seconds=1)) is None
    assert queue_of(entry("a", datetime.fromisoformat(there))).due(LATER) is not None


def test_on_hold_nothing_is_due() -> None:
    held = ABC.held(Hold.ASKED)
    assert held.due(NOON) is None
    assert held.held(Hold.NONE).due(NOON) == ABC.entry("a")


def test_what_a_person_wants_now_starts_alone_whatever_holds_the_others() -> None:
    held = ABC.held(Hold.ASKED).wanted("c")
    assert names(held) == ["c", "a", "b"]
    assert held.due(NOON) == held.entry("c")
    assert held.without("c").due(NOON) is None
    assert held.timed("c", LATER).due(LATER) is None, "who gives it a time again no longer wants it now"


def test_whoever_stops_a_run_holds_what_has_no_time_of_its_own() -> None:
    held = queue_of(entry("a"), entry("late", NOON - timedelta(hours=1)), entry("tonight", LATER)).stopped(NOON)
    assert held.due(NOON) is None
    assert held.next_time(NOON) == LATER
    assert held.due(LATER) == held.entry("tonight"), "what was due already when the run was stopped does not begin"
    assert held.held(Hold.ASKED).due(LATER) is None


def test_an_empty_queue_is_not_on_hold() -> None:
    assert Queue().held(Hold.ASKED).hold is Hold.NONE
    assert queue_of(entry("a")).held(Hold.STOPPED).without("a").hold is Hold.NONE


def test_what_failed_waits_for_a_person_and_can_be_tried_again_as_another_run() -> None:
    said = {"state": EntryState.FAILED, "run": "one", "message": "No.", "hint": "Perhaps."}
    failed = ABC.replaced(ABC.entry("a").model_copy(update=said))
    assert failed.due(NOON) == ABC.entry("b")
    assert names(failed) == ["a", "b", "c"]
    again = failed.waiting_again("a").entry("a")
    assert (again.state, again.run, again.message) == (EntryState.WAITING, "", "")


class TestTimes:
    def test_tonight_is_the_next_time_that_clocks_show_it(self) -> None:
        here = datetime(2026, 3, 2, 18, 0).astimezone()
        assert queue.tonight(here) == datetime(2026, 3, 2, 22, 0).astimezone()
        assert queue.tonight(here.replace(hour=23)) == datetime(2026, 3, 3, 22, 0).astimezone()
        assert queue.next_clock_time(time(18, 0), here) == here + timedelta(days=1)

    def test_a_time_is_read_as_a_person_writes_it(self) -> None:
        here = datetime(2026, 3, 2, 18, 0).astimezone()
        assert queue.parse_moment("22:00", here) == queue.tonight(here)
        assert queue.parse_moment("2026-12-24 18:00", here) == datetime(2026, 12, 24, 18, 0).astimezone()
        assert queue.parse_moment("2026-12-24T18:00+00:00", here) == datetime(2026, 12, 24, 18, 0, tzinfo=UTC)

    def test_what_is_no_time_is_refused(self) -> None:
        with pytest.raises(InputError, match="“soon” is no time"):
            queue.parse_moment("soon", NOON)
