"""The texts of a revision, and of data that are not imported yet, row by row."""

from pathlib import Path

import pytest

from ptstudio.app import source_samples
from ptstudio.app.passage import Passage
from ptstudio.app.revision_texts import RevisionTexts
from ptstudio.app.source_samples import FoundSamples, SourceTexts
from ptstudio.app.text_rows import TextRow
from ptstudio.core.dataset import Sample, Split
from ptstudio.core.project import Project
from ptstudio.core.spans import Span
from tests.helpers.marked_projects import question_revision
from tests.helpers.text_projects import text_of, text_revision


def test_a_revision_is_shown_whole_or_by_class_and_split(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = text_revision(project, has_pairs=True, training=8)
    assert len(RevisionTexts(project, revision)) == revision.counts.total
    training = RevisionTexts(project, revision, "payment", Split.TRAIN)
    assert len(training) == 2
    assert training.row(1).passage == Passage(text_of("payment", 5), "Answer no. 5: we are sorry.")
    assert (training.row(1).caption, training.row(1).detail) == ("payment", "for training")


def found_texts(*texts: tuple[str, str]) -> FoundSamples:
    found = FoundSamples()
    found.take([Sample(Path("letters.csv"), {"text": text, "label": label}) for text, label in texts])
    return found


def test_what_is_being_found_grows_by_class() -> None:
    found = found_texts(("one", "a"), ("two", "b"), ("three", "b"))
    everything, of_b = SourceTexts(found), SourceTexts(found, "b")
    assert (len(everything), len(of_b), len(SourceTexts(found, "c"))) == (3, 2, 0)
    assert everything.row(0) == TextRow(Passage("one"), "a")
    assert of_b.row(1) == TextRow(Passage("three"), "b")
    found.take([Sample(Path("letters.csv"), {"text": "four", "pair": "five", "label": "b"})])
    assert of_b.row(2).passage == Passage("four", "five")


def test_marked_places_are_told_and_kept() -> None:
    found = FoundSamples()
    spans = (Span(0, 4, "person"), Span(14, 18, "place"))
    found.take([Sample(Path("names.conll"), {"text": "Anna lives in Rome", "spans": spans})])
    found.take([Sample(Path("names.conll"), {"text": "nobody", "spans": ()})])
    rows = SourceTexts(found)
    assert [rows.row(place).caption for place in range(2)] == ["Anna (person); Rome (place)", "—"]
    assert [(span.start, span.end, span.label) for span in rows.row(0).spans] == list(spans)
    assert found.count_left({"person": 1, "place": 1}) == 2, "each text is one, whatever is marked in it"


def test_questions_stand_beside_their_texts(tmp_path: Path) -> None:
    found = FoundSamples(("Text", "Question"))
    found.take([squad_sample("308 points, 24 sacks", "How many points?", (0, 3))])
    row = SourceTexts(found).row(0)
    assert (row.passage.texts, row.passage.names) == (
        ("308 points, 24 sacks", "How many points?"),
        ("Text", "Question"),
    )
    assert row.caption == "308"
    project = Project.create(tmp_path / "project")
    rows = RevisionTexts(project, question_revision(project))
    captions = [rows.row(place).caption for place in range(len(rows))]
    assert captions[:3] == ["1889", "Paris", "no answer"]
    assert rows.row(0).spans[0].label == "answer"


def squad_sample(text: str, question: str, answer: tuple[int, int]) -> Sample:
    fields = {"text": text, "question": question, "answers": (Span(*answer, "answer"),), "label": "answer"}
    return Sample(Path("squad.json"), fields)


def test_of_very_many_texts_only_the_beginnings_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_samples, "KEPT_WHOLE", 1_000)
    rows = SourceTexts(found_texts(("x" * 900, "a"), ("y" * 900, "a")))
    assert [len(rows.row(place).passage.text) for place in range(2)] == [900, 300]
