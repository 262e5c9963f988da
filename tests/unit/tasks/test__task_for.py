"""Data tell which task they are for."""

import json
from pathlib import Path

import pytest

from ptstudio.core.errors import DatasetError
from ptstudio.tasks._task_for import refused_for, surest_task, task_for
from tests.helpers.annotations import voc
from tests.helpers.texts import rows, table, write

SEVERAL = [(text, f"{label};long" if number % 3 else label) for number, (text, label) in enumerate(rows())]
SORT, LABEL = "text-classification", "text-labelling"
LINES = {
    "fastText": ("a.txt", "".join(f"__label__{label} {text}\n" for text, label in rows())),
    "fastText, several": ("a.txt", "".join(f"__label__{n % 2} __label__{label} {text}\n" for n, (text, label) in
                                           enumerate(rows()))),
    "JSON lists": ("a.jsonl", "".join(json.dumps({"text": text, "labels": label.split(";")}) + "\n"
                                      for text, label in SEVERAL)),
    "JSON lists of one": ("a.jsonl", "".join(json.dumps({"text": text, "labels": [label]}) + "\n"
                                             for text, label in rows())),
}  # fmt: skip
MARKED = {
    "marks": ("a.jsonl", '{"text": "Ada Lovelace lived", "label": [[0, 12, "person"]]}\n' * 2),
    "tags": ("a.conll", "Ada B-person\nlived O\n\nBob B-person\nran O\n"),
    "tags in JSON": ("a.jsonl", '{"tokens": ["Ada", "lived", "well"], "ner_tags": ["B-PER", "O", "O"]}\n' * 3),
}


@pytest.mark.parametrize("usual", [SORT, LABEL])
def test_tables_are_for_what_stands_in_them(tmp_path: Path, usual: str) -> None:
    assert task_for(table(tmp_path / "one.csv", rows()), usual) == SORT
    assert task_for(table(tmp_path / "several.csv", SEVERAL), usual) == LABEL
    marks = [(text, *("10" if label == "praise" else "01"), "1") for text, label in rows()]
    assert task_for(table(tmp_path / "marks.csv", marks, "text,praise,blame,shop"), usual) == LABEL


@pytest.mark.parametrize(("kind", "task"), list(zip(LINES, (SORT, LABEL, LABEL, SORT), strict=True)))
def test_lines_too(tmp_path: Path, kind: str, task: str) -> None:
    name, content = LINES[kind]
    assert task_for(write(tmp_path / name, content), "image-classification") == task


@pytest.mark.parametrize("kind", MARKED)
def test_marked_texts_are_neither(tmp_path: Path, kind: str) -> None:
    name, content = MARKED[kind]
    assert task_for(write(tmp_path / name, content), LABEL) not in (SORT, LABEL)


def test_data_that_suit_no_task_are_refused_as_what_they_look_like(tmp_path: Path) -> None:
    path = write(tmp_path / "notags.conll", "Ada\nlived\n\nBob\nran\n")
    assert task_for(path, "image-classification") is None
    with pytest.raises(DatasetError, match="CoNLL"):
        surest_task(path, "image-classification")


def test_who_names_another_task_hears_what_the_data_are_and_whom_they_suit(tmp_path: Path) -> None:
    usual = DatasetError("No.", "Never.")
    told = refused_for(voc(tmp_path / "boxes"), "semantic-segmentation", usual)
    assert told.message.startswith("“boxes” holds no data for the task “Mark areas in pictures”, but: XML files with")
    assert "boxes" in told.message
    assert "“Find things in pictures”" in told.hint
    assert "--task object-detection" in told.hint
    nothing = write(tmp_path / "notags.conll", "Ada\nlived\n\nBob\nran\n")
    assert refused_for(nothing, "semantic-segmentation", usual) is usual
    assert refused_for(tmp_path / "boxes", "object-detection", usual) is usual
