"""Long texts become several samples, which lie in one split for ever, however they are divided."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core.dataset import ImportOptions, Split
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, new_run_folder
from ptstudio.data._revision import RevisionData
from ptstudio.engine.importing import run
from ptstudio.engine.reporting.known_samples import KnownSamples
from ptstudio.tasks import all_tasks
from tests.helpers.projects import done
from tests.helpers.questions import question, squad

TASK = "text-classification"


def sentence(number: int, place: int) -> str:
    """Six words that no other text has."""
    return f"Word{chr(97 + number // 26)}{chr(97 + number % 26)} says thing {'xyzuvw'[place % 6]}{place} here."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Twelve texts of thirty sentences and twelve of one, of two classes."""
    lines = ["text,label"]
    for number in range(24):
        text = " ".join(sentence(number, place) for place in range(30 if number % 2 else 1))
        lines.append(f"{text},{'ab'[number // 2 % 2]}")
    file = tmp_path / "letters.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def imported(project: Project, source: Path, most_words: int | None, task: str = TASK) -> dict[str, Any]:
    job = ImportJob(task=task, source=str(source), dataset="letters", options=ImportOptions(most_words=most_words))
    return done(run, job, project.new_run(job))


def rows_of(project: Project, result: dict[str, Any]) -> list[dict[str, Any]]:
    data = RevisionData(project, project.revision(str(result["revision"])))
    return [dict(row) for row in data.rows(*Split)]


def splits_by_text(rows: list[dict[str, Any]]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in rows:
        found[row["text"].split()[0]].add(row["split"])
    return found


def test_parts_of_a_text_lie_in_one_split_and_know_their_whole(project: Project, table: Path) -> None:
    result = imported(project, table, 40)
    rows = rows_of(project, result)
    parts = [row for row in rows if row["whole"]]
    assert len(rows) - len(parts) == 12
    assert len({row["whole"] for row in parts}) == len({row["row"] for row in parts}) == 12
    assert all(len(row["text"].split()) <= 40 for row in rows)
    assert all(len(where) == 1 for where in splits_by_text(rows).values())
    (finding,) = [each for each in result["findings"] if each["kind"] == "divided"]
    assert f"12 texts have more than 40 words, and became {len(parts)} parts." == finding["reason"]
    assert sum(result["samples"].values()) == len(rows)


def test_a_dry_import_says_the_same(tmp_path: Path, project: Project, table: Path) -> None:
    job = ImportJob(task=TASK, source=str(table), options=ImportOptions(most_words=40), is_dry=True)
    looked = done(run, job, new_run_folder(tmp_path / "look", job))
    result = imported(project, table, 40)
    assert (looked["counts"], looked["findings"]) == (result["counts"], result["findings"])


@pytest.mark.parametrize("turns", [(None, 40, 60), (40, None, 40), (60, 40, 60)])
def test_a_text_stays_in_its_split_however_it_is_divided(
    project: Project, table: Path, turns: tuple[int | None, ...]
) -> None:
    found = [splits_by_text(rows_of(project, imported(project, table, most_words))) for most_words in turns]
    assert found[0] == found[1] == found[2]
    assert {split for where in found[0].values() for split in where} == set(Split)


def test_texts_that_are_alike_stay_together_in_parts_too(project: Project, tmp_path: Path) -> None:
    lines = ["text,label"]
    for number in range(12):
        text = " ".join(sentence(number, place) for place in range(20))
        lines += [f"{text} 1,{'ab'[number % 2]}", f"{text} 2,{'ab'[number % 2]}"]
    file = tmp_path / "letters.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    rows = rows_of(project, imported(project, file, 40))
    assert len({row["whole"] for row in rows}) == 24
    assert all(len(where) == 1 for where in splits_by_text(rows).values())


def test_a_long_text_that_is_there_twice_is_told_once(project: Project, table: Path) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, lines[2], lines[4]]), encoding="utf-8")
    found = [each for each in imported(project, table, 40)["findings"] if each["kind"] == "duplicate"]
    assert [each["row"] for each in found] == [26, 27]


def test_names_and_answers_are_where_they_were_marked(project: Project, tmp_path: Path) -> None:
    records = []
    for number in range(12):
        text = " ".join(sentence(number, place) for place in range(20))
        at = text.index("z8")
        records.append(json.dumps({"text": text, "label": [[at, at + 2, "THING"]]}))
    file = tmp_path / "letters.jsonl"
    file.write_text("\n".join(records), encoding="utf-8")
    rows = rows_of(project, imported(project, file, 40, "token-classification"))
    said = [[row["text"][start:end] for start, end in zip(row["starts"], row["ends"], strict=True)] for row in rows]
    assert all(each == ["z8"] * row["text"].count("z8") for each, row in zip(said, rows, strict=True))
    assert any(said)
    assert not all(said)


def test_a_question_is_asked_of_the_parts_that_answer_it_and_of_one_that_does_not(
    project: Project, tmp_path: Path
) -> None:
    texts = {}
    for number in range(12):
        text = " ".join(sentence(number, place) for place in range(20))
        texts[text] = [question(f"What is it, {number}?", ("z8", text.index("z8")))]
    file = squad(tmp_path / "asked.json", texts)
    result = imported(project, file, 40, "question-answering")
    rows = rows_of(project, result)
    for row in rows:
        assert [row["text"][start:end] for start, end in zip(row["starts"], row["ends"], strict=True)] == (
            ["z8"] if "z8" in row["text"] else []
        )
    without = [row["pair"] for row in rows if not row["starts"]]
    assert len(without) == len(set(without)) == len({row["pair"] for row in rows}) == 12
    (finding,) = [each for each in result["findings"] if each["kind"] == "divided"]
    assert "that do not hold the answer, of which one is enough" in finding["reason"]


def test_what_training_has_seen_is_known_again_in_parts(project: Project, table: Path) -> None:
    parts, whole = (
        RevisionData(project, project.revision(str(imported(project, table, most_words)["revision"])))
        for most_words in (40, None)
    )
    everything = tuple(Split)
    run_folder = project.new_run(ImportJob(task=TASK, source=str(table)))
    known = KnownSamples(run_folder, parts.revision.key, all_tasks()[TASK])
    assert all(known.split_of(row) == row["split"] for row in whole.rows(*Split))
    assert not whole.all_rows(("a", "b"), but_not=parts.names(*everything))
    assert not parts.all_rows(("a", "b"), but_not=whole.names(*everything))
