"""From a table of texts to a dataset revision."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ptstudio.app.inbox import Inbox
from ptstudio.core.dataset import Finding, ImportOptions, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project, new_run_folder
from ptstudio.data._corrected_texts import text_file
from ptstudio.data._revision import RevisionData
from ptstudio.engine.importing import run
from tests.helpers.projects import done

TASK = "text-classification"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two classes of thirty texts; each text of one class is there twice, with another number and other capitals."""
    lines = ["text,label"]
    for number in range(30):
        word = "".join(chr(97 + int(digit)) for digit in f"{number:02}")
        lines += [
            f"Where is parcel {word} no. {number}?,delivery",
            f"WHERE is parcel {word} no. {number + 500},delivery",
        ]
        lines += [f"I paid twice for {word},payment"]
    file = tmp_path / "messages.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def revision_of(tmp_path: Path, source: Path) -> RevisionData:
    project = Project.create(tmp_path / "project")
    job = ImportJob(task=TASK, source=str(source), dataset="messages")
    return RevisionData(project, project.revision(str(done(run, job, project.new_run(job))["revision"])))


def test_texts_lie_in_the_revision_itself(tmp_path: Path, table: Path) -> None:
    data = revision_of(tmp_path, table)
    table.unlink()
    assert data.revision.classes == ("delivery", "payment")
    rows = [row for split in Split for row in data.rows(split)]
    assert len(rows) == 90
    assert all(row["characters"] == len(row["text"]) and row["pair"] == "" for row in rows)
    assert {row["row"] for row in rows} == set(range(2, 92))


def test_a_table_of_one_class_is_named_and_told_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("text,label\na fine day,x\nno rain at all,x\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"from “one\.csv”\. There is only one class, “x”\.") as caught:
        revision_of(tmp_path, file)
    assert "in a table several in its column of classes" in caught.value.hint


def test_texts_that_say_the_same_lie_in_one_split(tmp_path: Path, table: Path) -> None:
    data = revision_of(tmp_path, table)
    splits: dict[str, set[Split]] = {}
    for split in Split:
        for row in data.rows(split):
            if row["group"]:
                splits.setdefault(row["group"], set()).add(split)
    assert len(splits) == 30
    assert all(len(where) == 1 for where in splits.values())
    assert {split for where in splits.values() for split in where} == set(Split)


def test_texts_that_differ_in_capitals_and_punctuation_under_two_classes_are_told_and_used(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    lines = [f"text number {chr(97 + n)},{'ab'[n % 2]}" for n in range(24)]
    more = ["Text number a!,b", "Text number b?,b", "text number a 7,b"]
    file.write_text("\n".join(["text,label", *lines, *more]), encoding="utf-8")
    data = revision_of(tmp_path, file)
    assert data.revision.counts.total == 27
    (finding,) = [finding for finding in findings_of(tmp_path) if finding.kind == "near-contradiction"]
    assert (finding.severity, finding.row) == ("warning", 26)
    assert "same as row 2 of" in finding.reason
    assert "in class “a”, while this one is in “b”; both are used" in finding.reason


def test_texts_whose_numbers_are_what_they_say_are_divided_and_it_is_told(tmp_path: Path) -> None:
    file = tmp_path / "lab.csv"
    rows = [f"Sample {n:04}: pH {3 + n % 90 / 20:.2f} at {254 + n} uS,{'ab'[n % 2]}" for n in range(200)]
    file.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    data = revision_of(tmp_path, file)
    assert {split: len(data.rows(split)) for split in Split} == {
        Split.TRAIN: 140,
        Split.VALIDATION: 30,
        Split.TEST: 30,
    }
    folder = tmp_path / "project" / "datasets" / "messages" / "0001"
    findings = (folder / "findings.jsonl").read_text(encoding="utf-8")
    assert "200 of 200 texts are “sample ph at us” but for numbers" in findings


def test_a_text_under_two_classes_is_a_contradiction_that_names_the_rows(tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    lines = [f"text number {chr(97 + n)},{'ab'[n % 2]}" for n in range(12)]
    file.write_text("\n".join(["text,label", *lines, "text number a,b"]), encoding="utf-8")
    job = ImportJob(task=TASK, source=str(file), options=ImportOptions(), is_dry=True)
    found = done(run, job, new_run_folder(tmp_path / "look", job))["findings"]
    (finding,) = [finding for finding in found if finding["kind"] == "contradiction"]
    assert finding["row"] == 14
    assert "row 2 of" in finding["reason"]


# ------------------------------------------------------------------ what the source gives as test


def given_apart(tmp_path: Path, train: list[str], test: list[str], *, is_column: bool) -> Path:
    """Two tables, or one with a column that says the split."""
    if is_column:
        lines = [f"{row},{split}" for rows, split in ((train, "train"), (test, "test")) for row in rows]
        source = tmp_path / "all.csv"
        source.write_text("\n".join(["text,label,split", *lines]), encoding="utf-8")
        return source
    source = tmp_path / "source"
    source.mkdir()
    for name, rows in (("train.csv", train), ("test.csv", test)):
        (source / name).write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    return source


def letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in f"{number:03}")


def findings_of(tmp_path: Path) -> list[Finding]:
    file = tmp_path / "project" / "datasets" / "messages" / "0001" / "findings.jsonl"
    return [Finding.from_text(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("is_column", [False, True])
def test_the_copy_in_training_gives_way_to_a_given_test_text(tmp_path: Path, is_column: bool) -> None:
    train = [f"message {letters(n)},{'ab'[n % 2]}" for n in range(100)]
    test = [*train[:10], "message aba,odd", *(f"other {letters(n)},{'ab'[n % 2]}" for n in range(30))]
    data = revision_of(tmp_path, given_apart(tmp_path, train, test, is_column=is_column))
    tested = {(row["text"], data.revision.classes[row["label"]]) for row in data.rows(Split.TEST)}
    assert tested == {tuple(row.split(",")) for row in test}
    kinds = Counter(finding.kind for finding in findings_of(tmp_path))
    assert (kinds["duplicate"], kinds["contradiction"]) == (10, 1)
    found = next(finding for finding in findings_of(tmp_path) if finding.kind == "duplicate")
    assert found.row == 2
    assert f"The same as row {102 if is_column else 2} of" in found.reason
    assert "which is given for test and stays there" in found.reason
    rows = {row["text"]: row["row"] for row in data.rows(Split.TEST)}
    assert rows["message aaa"] == (102 if is_column else 2)


@pytest.mark.parametrize("is_column", [False, True])
def test_what_is_nearly_the_same_as_a_given_test_text_is_left_out_of_training(tmp_path: Path, is_column: bool) -> None:
    train = [f"message {letters(n)},{'ab'[n % 2]}" for n in range(100)]
    test = ["MESSAGE aaa!,a", "Message abc 7,a", *(f"other {letters(n)},{'ab'[n % 2]}" for n in range(30))]
    data = revision_of(tmp_path, given_apart(tmp_path, train, test, is_column=is_column))
    tested = {(row["text"], data.revision.classes[row["label"]]) for row in data.rows(Split.TEST)}
    assert tested == {tuple(row.split(",")) for row in test}
    learned = {row["text"] for split in (Split.TRAIN, Split.VALIDATION) for row in data.rows(split)}
    assert learned == {row.split(",")[0] for row in train} - {"message aaa", "message abc"}
    found = [finding for finding in findings_of(tmp_path) if finding.kind == "near-copy"]
    assert [finding.row for finding in found] == [2, 14]
    assert f"row {102 if is_column else 2} of" in found[0].reason


def test_where_much_of_training_resembles_the_given_test_texts_it_stays_and_is_told(tmp_path: Path) -> None:
    train = [f"message {letters(n)},{'ab'[n % 2]}" for n in range(100)]
    test = [f"MESSAGE {letters(n)},{'ab'[n % 2]}" for n in range(40)]
    data = revision_of(tmp_path, given_apart(tmp_path, train, test, is_column=False))
    assert len(data.rows(Split.TEST)) == 40
    assert sum(len(data.rows(split)) for split in (Split.TRAIN, Split.VALIDATION)) == 100
    (found,) = findings_of(tmp_path)
    assert found.kind == "straddling-group"
    assert found.reason.startswith("40 groups lie in several splits")


def test_looking_again_notes_nothing_of_what_a_table_holds(tmp_path: Path, table: Path) -> None:
    job = ImportJob(task=TASK, source=str(table), is_dry=True, memory=str(tmp_path / "memory"))
    first, again = (done(run, job, new_run_folder(tmp_path / name, job)) for name in ("first", "again"))
    assert first == again
    assert sum(file.stat().st_size for file in (tmp_path / "memory").iterdir()) == 0


def test_a_later_import_keeps_splits_and_tells_what_changed(tmp_path: Path, table: Path) -> None:
    before = revision_of(tmp_path, table)
    lines = table.read_text(encoding="utf-8").splitlines()
    changed = [*(line.replace("payment", "bills") for line in lines[11:]), "Thank you all,praise"] * 2
    table.write_text("\n".join([lines[0], *changed, "It is late,bills", "It is late,praise"]) + "\n", encoding="utf-8")
    project = Project.open(tmp_path / "project")
    job = ImportJob(task=TASK, source=str(table), dataset="messages")
    result = done(run, job, project.new_run(job))
    change = result["change"]
    assert change["removed"] == {"delivery": 7, "payment": 3}
    assert change["moves"] == [{"before": "payment", "after": "bills", "count": 27}]
    assert (change["new_classes"], change["gone_classes"]) == (["bills", "praise"], ["payment"])
    kinds = Counter(finding["kind"] for finding in result["findings"])
    assert (kinds["duplicate"], kinds["contradiction"]) == (81, 1)
    data = RevisionData(project, project.revision(result["revision"]))
    old = {row["id"]: split for split in Split for row in before.rows(split)}
    new = {row["id"]: split for split in Split for row in data.rows(split)}
    assert all(new[id_] is split for id_, split in old.items() if id_ in new)
    assert len(new) == 82


# ------------------------------------------------------------------ what a person has corrected


def corrected(project: Project, text: str, label: str, pair: str = "") -> Path:
    """Put a text into the inbox, as the window does."""
    name, content = text_file(text, pair)
    return Inbox(project.inbox_folder()).add_content(name, content, label)


def rows_of(project: Project, source: Path) -> dict[tuple[str, str], tuple[str, Split]]:
    """Class and split of every text, or pair, once all that waits is taken in."""
    job = ImportJob(task=TASK, source=str(source), dataset="messages", takes_inbox=True)
    data = RevisionData(project, project.revision(str(done(run, job, project.new_run(job))["revision"])))
    classes = data.revision.classes
    return {(row["text"], row["pair"]): (classes[row["label"]], split) for split in Split for row in data.rows(split)}


def test_a_corrected_text_counts_and_keeps_its_split(tmp_path: Path, table: Path) -> None:
    project = Project.create(tmp_path / "project")
    before = rows_of(project, table)
    wrong = next(text for text, (label, split) in before.items() if (label, split) == ("payment", Split.VALIDATION))
    corrected(project, wrong[0], "refund")
    corrected(project, "Quite a new one", "praise")
    after = rows_of(project, table)
    assert after[wrong] == ("refund", Split.VALIDATION)
    assert after.pop(("Quite a new one", ""))[0] == "praise"
    assert {key: value for key, value in after.items() if key != wrong} == {
        key: value for key, value in before.items() if key != wrong
    }
    assert not project.inbox_folder().exists()
    home = project.corrected_folder("messages") / "0002"
    assert sorted(file.parent.name for file in home.rglob("*.txt")) == ["praise", "refund"]
    findings = (project.revision_folder("messages/0002") / "findings.jsonl").read_text(encoding="utf-8")
    assert "you have corrected it to “refund”" in findings
    table.write_text(table.read_text(encoding="utf-8") + "One more,payment\n", encoding="utf-8")
    later = rows_of(project, table)
    assert later[wrong] == ("refund", Split.VALIDATION), "also in every later revision"
    assert len(later) == 92


def test_a_corrected_pair_is_the_same_pair(tmp_path: Path) -> None:
    pairs = [(f"question {chr(97 + n)}", f"==========\nanswer {chr(97 + n)}", "ab"[n % 2]) for n in range(24)]
    source = tmp_path / "pairs.jsonl"
    lines = [json.dumps(dict(zip(("text1", "text2", "label"), each, strict=True))) for each in pairs]
    source.write_text("\n".join(lines), encoding="utf-8")
    project = Project.create(tmp_path / "project")
    before = rows_of(project, source)
    first, second, _ = pairs[0]
    corrected(project, first, "b", second)
    after = rows_of(project, source)
    assert len(after) == len(before) == 24
    assert after[first, second] == ("b", before[first, second][1])
