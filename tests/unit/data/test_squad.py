"""Questions of SQuAD's files become samples; answers that stand elsewhere are found, or told with their question."""

import json
from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data.squad import Squad
from tests.helpers.questions import CITY, answered, question, squad
from tests.helpers.texts import read, write

FORMAT = Squad()
WHO = question("Who lived there?", ("Ada", 0))


def one(tmp_path: Path, asked: object, context: str = CITY) -> tuple[list[Sample], list[Finding]]:
    """A question behind one that is good, which is taken off again."""
    path = squad(tmp_path / "a.json", {context: [question("Where?", ("in London", context.index("in London"))), asked]})
    samples, findings = read(FORMAT, path)
    assert {finding.row for finding in findings} <= {2}
    return samples[1:], findings


def test_questions_of_both_versions_are_read(tmp_path: Path) -> None:
    questions = [
        question("Where?", ("London", 13), ("London", 24), ("London", 13)),
        question("Why?", is_impossible=True, plausible_answers=[{"text": "engines", "answer_start": 47}]),
        question("When?"),
    ]
    samples, findings = read(FORMAT, squad(tmp_path / "a.json", {CITY: questions}))
    assert not findings
    assert [answered(sample) for sample in samples] == [
        ("Where?", [("London", 13), ("London", 24)]),
        ("Why?", []),
        ("When?", []),
    ]
    assert [(sample.row, sample.fields["label"]) for sample in samples] == [
        (1, "answer"),
        (2, "no answer"),
        (3, "no answer"),
    ]


def test_a_text_moves_with_its_answers_when_it_is_trimmed(tmp_path: Path) -> None:
    (sample,), findings = one(tmp_path, question(" Who?\n", (" Ada ", 2)), f" \n {CITY} ")
    assert not findings
    assert sample.fields["text"] == CITY
    assert answered(sample) == ("Who?", [("Ada", 0)])


@pytest.mark.parametrize(("said", "start", "found"), [("engines", 3, 47), ("London", 20, 24), ("London", -9, 13)])
def test_an_answer_that_stands_elsewhere_is_found(tmp_path: Path, said: str, start: int, found: int) -> None:
    (sample,), (finding,) = one(tmp_path, question("What?", (said, start)))
    assert answered(sample) == ("What?", [(said, found)])
    assert (finding.kind, finding.severity) == ("moved-answer", "warning")
    assert f"character {start}" in finding.reason
    assert "Question id-What?" in finding.reason


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (question("What?", ("Paris", 0)), "answer-mismatch"),
        (question("What?", ("in", 7), ("Paris", 0)), "answer-mismatch"),
        ({"question": "Where?", "answers": [{"text": "London"}]}, "answer-unclear"),
        (question("What?", (" ", 3)), "empty-answer"),
        (question(" ", ("Ada", 0)), "empty-question"),
        ({"question": "What?"}, "bad-row"),
        ({"question": 7, "answers": []}, "bad-row"),
        ({"question": "What?", "answers": ["Ada"]}, "bad-row"),
        ("What?", "bad-row"),
    ],
)
def test_what_cannot_be_learned_from_is_told(tmp_path: Path, asked: object, kind: str) -> None:
    samples, (finding,) = one(tmp_path, asked)
    assert not samples
    assert (finding.kind, finding.severity) == (kind, "error")
    assert finding.remedy.endswith(".")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (question("Why?", ("Nobody", 0)), "(Question id-Why?.)"),
        (question("Why?", ("Nobody", 0), id=7), "(Question 7.)"),
        (
            question("Why not, " * 9 + "?", ("Nobody", 0), id=""),
            "(The question “Why not, Why not, Why not, Why not, Why…”.)",
        ),
        ({"question": "Why?", "answers": None}, "The question “Why?” is not as those of SQuAD."),
        ({"answers": None}, "This question is not as those of SQuAD."),
    ],
)
def test_a_question_is_told_by_its_name_or_by_what_it_says(tmp_path: Path, asked: object, told: str) -> None:
    samples, (finding,) = read(FORMAT, squad(tmp_path / "a.json", {CITY: [asked]}))
    assert samples == []
    assert told in finding.reason


def test_two_places_as_near_leave_it_open(tmp_path: Path) -> None:
    text = "ab, and ab is in London"
    (nearer,), _ = one(tmp_path, question("What?", ("ab", 3)), text)
    assert answered(nearer) == ("What?", [("ab", 0)])
    unclear, (told,) = one(tmp_path, question("What?", ("ab", 4)), text)
    assert not unclear
    assert told.kind == "answer-unclear"


def test_an_empty_text_has_no_questions(tmp_path: Path) -> None:
    samples, (finding,) = read(FORMAT, squad(tmp_path / "a.json", {" ": [WHO]}))
    assert not samples
    assert finding.kind == "empty-text"


def test_files_of_a_folder_are_named_by_their_splits(tmp_path: Path) -> None:
    for name in ("train-v2.0.json", "dev-v2.0.json"):
        squad(tmp_path / name, {CITY: [WHO]})
    write(tmp_path / "test.json", "{")
    assert "train-v2.0.json" in FORMAT.recognises(tmp_path).reason
    samples, (finding,) = read(FORMAT, tmp_path)
    assert [sample.split for sample in samples] == [Split.TRAIN, Split.VALIDATION]
    assert finding.kind == "unreadable"


@pytest.mark.parametrize("content", ["{", "[]", '{"data": 7}', '{"data": [{"paragraphs": []}]}', "[" * 100_000])
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "a.json", content)
    with pytest.raises(DatasetError) as caught:
        list(FORMAT.read(path, ImportOptions()))
    assert caught.value.hint


def test_a_file_is_recognised_by_its_beginning(tmp_path: Path) -> None:
    assert FORMAT.recognises(squad(tmp_path / "a.json", {CITY: [WHO]})).confidence > 0.9
    other = FORMAT.recognises(write(tmp_path / "b.json", json.dumps([{"text": CITY}])))
    assert (other.confidence, other.reason) == (0, "“b.json” holds no paragraphs with questions.")
    assert FORMAT.recognises(tmp_path / "gone.json").confidence == 0


@pytest.mark.real
def test_real_questions_are_read(real_data: Path) -> None:
    path = real_data / "xquad"
    assert FORMAT.recognises(path).confidence > 0.9
    samples, findings = read(FORMAT, path)
    assert (len(samples), findings) == (1190, [])
    assert all(len(answered(sample)[1]) == 1 for sample in samples)
    assert len({sample.fields["text"] for sample in samples}) == 240
