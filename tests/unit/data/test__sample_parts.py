"""A long text becomes several samples: what stands in it moves along, and nothing uncertain is said of any of them."""

from pathlib import Path

from ptstudio.core.dataset import Sample
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER
from ptstudio.core.spans import Span
from ptstudio.data._sample_parts import sample_parts

TEXT = "Ada lived in London. " * 5 + "She wrote to Babbage in Turin. " + "It rained all day there. " * 5


def sample(**fields: object) -> Sample:
    return Sample(path=Path("texts.csv"), fields={"text": TEXT, **fields}, row=7, group="letters")


def test_every_part_has_what_the_whole_text_has() -> None:
    parts = sample_parts(sample(label="history"), 20).samples
    assert len(parts) > 2
    assert " ".join(str(part.fields["text"]) for part in parts) == TEXT.strip()
    assert {(part.fields["label"], part.row, part.group, part.path) for part in parts} == {
        ("history", 7, "letters", Path("texts.csv"))
    }


def test_a_short_text_a_pair_and_a_picture_stay_whole() -> None:
    for whole, most in (
        (sample(label="history"), 500),
        (sample(label="same", pair="Where did she live?"), 20),
        (Sample(path=Path("a.png"), fields={"image": Path("a.png"), "label": "cat"}), 20),
    ):
        assert sample_parts(whole, most) == ((whole,), 0)


def test_marked_places_are_in_every_part_that_holds_them_where_they_now_stand() -> None:
    marked = tuple(Span(at, at + 6, "place") for at in range(len(TEXT)) if TEXT.startswith("London", at))
    parts = sample_parts(sample(spans=marked), 20).samples
    found = [(part.fields["text"], part.fields["spans"]) for part in parts]
    said = [[span.of(str(text)) for span in spans] for text, spans in found if isinstance(spans, tuple)]
    assert [str(text).count("London") for text, _ in found] == [len(each) for each in said]
    assert {word for each in said for word in each} == {"London"}
    assert sum(map(len, said)) > len(marked), "parts overlap, so that each place has what stands around it"


def test_a_question_keeps_the_parts_that_hold_an_answer_and_one_that_does_not() -> None:
    answers = (Span(TEXT.index("Turin"), TEXT.index("Turin") + 5, "answer"),)
    found = sample_parts(sample(question="Where?", answers=answers, label=ANSWER), 20)
    *holding, other = found.samples
    assert found.left_out > 0
    for part in holding:
        spans = part.fields["answers"]
        assert isinstance(spans, tuple)
        assert [span.of(str(part.fields["text"])) for span in spans] == ["Turin"]
        assert part.fields["label"] == ANSWER
    assert (other.fields["answers"], other.fields["label"]) == ((), NO_ANSWER)
    assert "Turin" not in str(other.fields["text"])


def test_a_question_without_an_answer_has_none_in_any_part() -> None:
    found = sample_parts(sample(question="Who sang?", answers=(), label=NO_ANSWER), 20)
    assert len(found.samples) > 2
    assert found.left_out == 0
    assert {part.fields["label"] for part in found.samples} == {NO_ANSWER}
