"""Runs as plain values, and as a table for a spreadsheet."""

import csv
import io
from pathlib import Path

import pytest

from ptstudio.core.events import MachineUsed, RunFinished, RunStarted
from ptstudio.core.jobs import ImportJob, TrainJob
from ptstudio.core.run import Run
from ptstudio.core.run_notes import RunNotes
from ptstudio.core.run_summary import RunSummary, as_csv, summary_of
from ptstudio.core.usage import Usage

JOB = TrainJob(
    task="image-classification", dataset="d/0001", model="m", preset="quick", settings={"seed": 1, "precision": None}
)
FOLDER = Path("runs") / "20260101-120000-train-b1c5"


def finished() -> Run:
    run = Run(FOLDER, JOB)
    figures = {"validation": {"accuracy": {"value": 0.9, "low": 0.8, "high": 1.0}}}
    figures["test"] = {"accuracy": {"value": 0.123456789, "low": 0.1, "high": 0.2}}
    run.apply(RunStarted(pid=1, at=1_767_268_800.0))
    run.apply(MachineUsed(usage=Usage(cpu_percent=1, memory_mb=1, free_memory_mb=1, energy_wh=1.5), at=1_767_268_810.0))
    run.apply(RunFinished(result={"metrics": figures}, at=1_767_268_830.0))
    return run


def rows(*summaries: RunSummary) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(summaries))))


def test_a_training_in_a_line() -> None:
    summary = summary_of(finished(), RunNotes(is_starred=True), "finished", "accuracy")
    assert (summary.test, summary.test_low, summary.validation) == (0.123456789, 0.1, 0.9)
    assert (summary.seconds, summary.energy_wh, summary.begun) == (30.0, 1.5, "2026-01-01T12:00:00+00:00")


def test_values_are_raw_and_units_stand_in_the_header() -> None:
    row = rows(summary_of(finished(), RunNotes(is_starred=True), "finished", "accuracy"))[0]
    assert row["test"] == "0.123456789"
    assert row["duration (s)"] == "30.0"
    assert row["energy (Wh)"] == "1.5"
    assert row["star"] == "yes"
    assert row["changed settings"] == "seed=1; precision=auto"
    assert row["best epoch"] == ""
    assert row["name"] == "train b1c5"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_taken_for_a_formula(name: str) -> None:
    row = rows(summary_of(finished(), RunNotes(name=name), "finished"))[0]
    assert row["name"] == "'" + name


def test_quotes_commas_and_lines_survive() -> None:
    note = 'He said "no, never",\nand left; -5 is no formula here'
    row = rows(summary_of(finished(), RunNotes(note=note), "finished"))[0]
    assert row["note"] == note


def test_other_jobs_have_what_they_have() -> None:
    run = Run(FOLDER, ImportJob(task="t", source="/photos"))
    row = rows(summary_of(run, RunNotes(), "new"))[0]
    assert (row["kind"], row["data"], row["model"], row["duration (s)"]) == ("import", "photos", "", "")
