"""From a table of texts with several labels to a dataset revision."""

from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.engine.importing import run
from tests.helpers.projects import done

TASK = "text-labelling"
KINDS = ("price;praise", "blame", "", "praise;price;new", "Blame")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Sixty texts; the last but one says the same as the first, its labels in another order, the last another thing."""
    words = ["".join(chr(97 + int(digit)) for digit in f"{number:02}") for number in range(60)]
    lines = [f"I say {word},{KINDS[number % len(KINDS)]}" for number, word in enumerate(words)]
    file = tmp_path / "messages.csv"
    again = [f"I say {words[0]},praise;price", f"I say {words[1]},new"]
    file.write_text("\n".join(["text,labels", *lines, *again]) + "\n", encoding="utf-8")
    return file


def imported(tmp_path: Path, source: Path, **options: Any) -> tuple[RevisionData, list[dict[str, Any]]]:
    project = Project.create(tmp_path / "project")
    job = ImportJob(task=TASK, source=str(source), dataset="messages", options=ImportOptions(**options))
    result = done(run, job, project.new_run(job))
    return RevisionData(project, project.revision(result["revision"])), result["findings"]


def test_every_text_keeps_all_its_labels(tmp_path: Path, table: Path) -> None:
    data, findings = imported(tmp_path, table)
    assert data.revision.classes == ("Blame", "blame", "new", "praise", "price")
    assert sum(data.revision.counts.samples.values()) == 60
    totals = [sum(counts[label] for counts in data.revision.counts.by_split.values()) for label in ("price", "new")]
    assert totals == [24, 12]
    rows = data.rows(*Split)
    numbers = rows.number_lists("label", -1)
    assert numbers.shape == (60, 3)
    for row, padded in zip(rows, numbers.tolist(), strict=True):
        assert [number for number in padded if number >= 0] == row["label"]
        assert row["label"] == sorted(row["label"])
    assert sum(not labels for labels in rows.column("label")) == 12
    by_kind = {finding["kind"]: finding for finding in findings}
    assert by_kind["duplicate"]["row"] == 62, "the order of labels says nothing"
    assert (by_kind["contradiction"]["row"], by_kind["contradiction"]["severity"]) == (63, "error")
    assert by_kind["no-label"]["reason"] == "12 of 62 samples have no label."
    assert "“Blame”" in by_kind["case-twins"]["reason"]


def test_labels_are_merged_and_left_out(tmp_path: Path, table: Path) -> None:
    data, findings = imported(tmp_path, table, rename={"Blame": "blame", "praise": "price"}, leave_out=("new",))
    assert data.revision.classes == ("blame", "price")
    assert {tuple(labels) for labels in data.rows(*Split).column("label")} == {(), (0,), (1,)}
    assert "case-twins" not in {finding["kind"] for finding in findings}
