"""The queue in sentences."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from ptstudio.app import queue_words
from ptstudio.core.jobs import EvaluateJob, SettingValue, TrainJob, TuneJob
from ptstudio.core.queue import Entry, EntryState, Hold, Queue, new_entry

NOON = datetime(2026, 3, 2, 12, 0).astimezone()
TONIGHT = NOON + timedelta(hours=10)


def job(preset: str = "quick", settings: Mapping[str, SettingValue] | None = None) -> TrainJob:
    made = TrainJob(task="image-classification", dataset="a/0001", model="starter", preset=preset)
    return made.model_copy(update={"settings": dict(settings or {})})


def entry(key: str, not_before: datetime | None = None) -> Entry:
    return new_entry(job(), NOON, not_before).model_copy(update={"id": key})


def failed(key: str) -> Entry:
    said = {"state": EntryState.FAILED, "message": "The disk is full.", "hint": "Free some space."}
    return entry(key).model_copy(update=said)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "starter · quick"),
        ({"from_scratch": True}, "starter · quick · from scratch"),
        ({"seed": 3, "learning_rate": None}, "starter · quick · Seed: 3, Learning rate: automatic"),
        (
            {"seed": 1, "epochs": 2, "batch_size": 3, "folds": 4},
            "starter · quick · Seed: 1, Epochs: 2, Batch size: 3, 1 more",
        ),
    ],
)
def test_a_training_is_told_by_what_differs(settings: dict[str, SettingValue], expected: str) -> None:
    assert queue_words.title_of(job(settings=settings)) == expected


def test_other_jobs_have_a_title_too() -> None:
    assert queue_words.title_of(TuneJob(training=job())).endswith(" · starter · quick")
    assert queue_words.title_of(EvaluateJob(run="one")) == "Evaluating"
    assert queue_words.title_of(job("a preset of tomorrow")) == "starter · a preset of tomorrow"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(10, "today at 22:00"), (13, "tomorrow at 01:00"), (-14, "yesterday at 22:00"), (72, "on 2026-03-05 at 12:00")],
)
def test_a_moment_is_said_as_a_person_would(hours: int, words: str) -> None:
    assert queue_words.moment(NOON + timedelta(hours=hours), NOON) == words


def test_each_line_says_when_it_starts() -> None:
    queue = Queue(entries=(failed("x"), entry("night", TONIGHT), entry("a"), entry("b")))
    lines = queue_words.lines_of(queue, NOON, is_busy=True)
    assert [line.when for line in lines] == ["failed", "today at 22:00", "next", "after those above"]
    assert [line.is_failed for line in lines] == [True, False, False, False]
    assert lines[0].reason == "The disk is full. Free some space."
    assert queue_words.lines_of(queue, NOON, is_busy=False)[2].when == "starts now"
    assert queue_words.lines_of(queue.held(Hold.ASKED), NOON, is_busy=False)[2].when == "on hold"
    assert queue_words.heading(queue) == "3 runs wait, 1 has failed"


def test_what_is_on_hold_promises_no_time() -> None:
    queue = Queue(entries=(entry("a"), entry("b", NOON + timedelta(hours=1))))
    held = queue.held(Hold.ASKED)
    assert [line.when.split(",")[0] for line in queue_words.lines_of(held, NOON, is_busy=False)] == ["on hold"] * 2
    stopped = queue.stopped(NOON)
    assert "planned" not in queue_words.lines_of(stopped, NOON, is_busy=False)[1].when
    assert "starts" in queue_words.state_words(stopped, NOON, is_busy=False)
    assert "starts today" not in queue_words.state_words(held, NOON, is_busy=False)


@pytest.mark.parametrize("hold", [Hold.ASKED, Hold.STOPPED, Hold.TROUBLE])
def test_why_nothing_starts_is_said(hold: Hold) -> None:
    said = queue_words.state_words(Queue(entries=(entry("a"),)).held(hold), NOON, is_busy=False)
    assert said.startswith("On hold")


def test_when_it_goes_on_is_said() -> None:
    queue = Queue(entries=(entry("a"),))
    assert "has ended" in queue_words.state_words(queue, NOON, is_busy=True)
    assert "about to start" in queue_words.state_words(queue, NOON, is_busy=False)
    assert "in 7 s" in queue_words.state_words(queue, NOON, is_busy=False, countdown_s=7)
    timed = Queue(entries=(entry("a", TONIGHT),))
    assert "today at 22:00" in queue_words.state_words(timed, NOON, is_busy=False)
    assert queue_words.state_words(Queue(), NOON, is_busy=False) == ""


def test_only_what_is_late_is_called_late() -> None:
    assert queue_words.late_words(entry("a"), NOON) == ""
    assert queue_words.late_words(entry("a", TONIGHT), NOON) == ""
    assert "It was to start today at 22:00" in queue_words.late_words(entry("a", TONIGHT), TONIGHT + timedelta(hours=1))


def test_closing_says_what_becomes_of_it() -> None:
    queue = Queue(entries=(entry("a"),))
    assert queue_words.closing_words(Queue()) == ""
    assert "goes on by itself" in queue_words.closing_words(queue)
    assert "goes on by itself" not in queue_words.closing_words(queue.held(Hold.ASKED))
