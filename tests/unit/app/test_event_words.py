"""The log of a run: each event once, in plain words; and the end of what was printed."""

from pathlib import Path

from ptstudio.app.event_words import TAIL_BYTES, RunLog, printed, words_of
from ptstudio.core.events import RunFailed, RunStarted, StepEnded, WarningRaised
from tests.helpers.windows import training_events, write_events


def test_what_happened_is_told_once_and_in_order(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    assert log.new_lines() == []
    write_events(tmp_path, training_events(2))
    lines = log.new_lines()
    told = [line.split("  ", 1)[1] for line in lines]
    assert told[:2] == ["Started.", "Getting ready"]
    assert "Chosen: batch size 32. 8 adjustments in each pass over 252 training samples." in told
    assert told[-1] == "Finished."
    assert sum("Epoch " in line for line in told) == 2
    assert "The best so far." in told[-3]
    assert log.new_lines() == []


def test_a_line_that_is_not_whole_yet_waits(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    text = RunFailed(message="The memory ran out.", hint="Choose a smaller batch.").to_line()
    events = tmp_path / "events.jsonl"
    events.write_text(text[:20])
    assert log.new_lines() == []
    events.write_text(text + "\n")
    (line,) = log.new_lines()
    assert line.endswith("Failed: The memory ran out. Choose a smaller batch.")


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("not an event\n" + RunStarted(pid=1, session=2).to_line() + "\n")
    (line,) = RunLog(tmp_path).new_lines()
    assert line.endswith("Resumed.")


def test_steps_are_shown_elsewhere_and_warnings_are_told() -> None:
    assert words_of(StepEnded(stage="head", done=1)) == ""
    assert (
        words_of(WarningRaised(message="No test samples.", hint="Import again."))
        == "Note: No test samples. Import again."
    )


def test_only_the_end_of_what_was_printed_is_read(tmp_path: Path) -> None:
    assert printed(tmp_path) == ""
    (tmp_path / "log.txt").write_bytes(b"x" * 2 * TAIL_BYTES + "the end é".encode())
    text = printed(tmp_path)
    assert text.endswith("the end é")
    assert len(text) <= TAIL_BYTES
