"""What is printed for people and for programs."""

import io
import json
import sys

import pytest

from ptstudio.cli.output import count_lines, duration, finding_line, report_lines, say, say_json
from ptstudio.core.metric import Estimate
from ptstudio.core.report import Report, SplitReport
from ptstudio.core.sentence import isolated
from ptstudio.tasks import all_tasks

TASK = "image-classification"


def test_a_terminal_of_another_encoding_gets_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", stream)
    say("Bär 🐻 \udce9")
    say_json({"label": "Bär 🐻"})
    assert isinstance(stream.buffer, io.BytesIO)
    first, rest = stream.buffer.getvalue().split(b"\n", 1)
    assert first.decode("latin-1") == "Bär ? ?"
    assert json.loads(rest) == {"label": "Bär 🐻"}


def test_marks_that_only_a_window_needs_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"Nothing of “{isolated('Platelets')}” is found.")
    assert capsys.readouterr().out == "Nothing of “Platelets” is found.\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59.6, "60 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (9000, "2.5 h")]
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_report_shows_interval_and_baseline_beside_every_metric_of_its_own_split() -> None:
    facts = all_tasks()[TASK].metrics
    metrics = {fact.key: Estimate(value=0.912, low=0.88, high=0.9411) for fact in facts}
    splits = {
        name: SplitReport(
            split=name,
            samples=1234,
            metrics=metrics,
            baseline={fact.key: baseline for fact in facts},
            baseline_reason="always answering “cat”",
            sections=(),
        )
        for name, baseline in (("validation", 0.25), ("test", 0.2))
    }
    report = Report(task=TASK, model="m", run="r", dataset="d/0001", classes=("a", "b"), splits=splits)
    lines = report_lines(report)
    accuracy = [line for line in lines if line.startswith("  Accuracy")]
    assert [line.split()[1:] for line in accuracy] == [
        ["91.2", "%", "88.0", "%", "–", "94.1", "%", "25.0", "%"],
        ["91.2", "%", "88.0", "%", "–", "94.1", "%", "20.0", "%"],
    ]
    assert "Test, 1,234 samples:" in lines
    assert sum("lower is better" in line for line in lines) == 2 * sum(not fact.higher_is_better for fact in facts)
    assert "  Baseline: always answering “cat”" in lines
    assert "  Caution: Training chose its best epoch by these samples" in "\n".join(lines)
    assert any(line.startswith("  Caution: Log loss: a guess that looks at nothing does better") for line in lines)
    header = next(line for line in lines if "95 % interval" in line)
    assert header.rstrip().endswith("baseline")
    assert len(header) == len(accuracy[0])


def test_counts_are_aligned_and_added_up() -> None:
    counts = {"train": {"cat": 1000, "a longer name": 2}, "test": {"cat": 3, "a longer name": 0}}
    lines = count_lines(counts, {"train": 1002, "test": 3})
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[-1].split() == ["all", "1,002", "3"]


def test_of_many_classes_the_first_are_shown() -> None:
    lines = count_lines({"train": {f"class {number:03}": 1 for number in range(100)}}, {"train": 100})
    assert len(lines) == 43
    assert lines[-2].strip() == "… and 60 more classes"


def test_a_finding_says_where_why_and_what_to_do() -> None:
    finding = {
        "severity": "error",
        "path": "t.csv",
        "row": 7,
        "row_is": "row",
        "reason": "No label.",
        "remedy": "Add one.",
    }
    assert finding_line(finding) == "  error: t.csv, row 7: No label. Add one."
    assert "t.csv, line 7: " in finding_line(finding | {"row_is": "line"})
    assert ", row" not in finding_line(finding | {"row": None})
