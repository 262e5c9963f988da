"""What is said of asking about every row of a table."""

import pytest

from ptstudio.app import asked_words
from ptstudio.core.answered import Answered
from ptstudio.core.events import StepEnded
from ptstudio.data._format import TablePreview


def preview(column: str | None) -> TablePreview:
    mapping = {"text": column} if column is not None else {}
    return TablePreview(fields=("text",), columns=("id", "Message", "notes"), rows=(), mapping=mapping)


def answered(rows: int, without_content: int = 0, unreadable: int = 0) -> Answered:
    classes = {"praise": rows - without_content - unreadable}
    return Answered(run="r", table="t", file="f", columns={}, rows=rows, without_content=without_content,
                    unreadable=unreadable, classes=classes, seconds=1.0)  # fmt: skip


def test_it_is_said_why_a_column_is_taken() -> None:
    assert "called so" in asked_words.where_from(preview("Message"), {})
    assert "the longest ones" in asked_words.where_from(preview("notes"), {})
    assert "as you say" in asked_words.where_from(preview("notes"), {"text": "notes"})
    assert "Say which one" in asked_words.where_from(preview(None), {})


def test_progress_tells_what_is_known() -> None:
    step = StepEnded(stage="answer", done=1500, total=3000, samples_per_s=120.4, remaining_s=12.5)
    assert asked_words.progress(step) == "1,500 of 3,000 rows · 120 a second · about 12 s left"
    assert asked_words.progress(StepEnded(stage="answer", done=3, total=3, remaining_s=0)) == "3 of 3 rows"


@pytest.mark.parametrize(
    ("made", "outcome", "unanswered"),
    [
        (answered(1), "The one row is answered", ""),
        (answered(1200), "All 1,200 rows are answered", ""),
        (answered(9, 1), "8 of 9 rows are answered", "1 row holds no text and keeps an empty answer."),
        (
            answered(9, 2, 1),
            "6 of 9 rows are answered",
            "2 rows hold no text and keep an empty answer. 1 row cannot be read and is empty in the new file.",
        ),
        (answered(9, 0, 2), "7 of 9 rows are answered", "2 rows cannot be read and are empty in the new file."),
    ],
)
def test_what_came_of_it_is_counted(made: Answered, outcome: str, unanswered: str) -> None:
    assert (asked_words.outcome(made), asked_words.unanswered(made)) == (outcome, unanswered)


def test_long_texts_are_told_beside_what_has_no_answer() -> None:
    one, many = (answered(9, 1).model_copy(update={"in_windows": number}) for number in (1, 3))
    assert asked_words.notes(answered(9)) == ""
    assert asked_words.notes(one).endswith(
        "1 text is longer than the model reads at once; it was read in parts that overlap."
    )
    assert asked_words.notes(many) == (
        "1 row holds no text and keeps an empty answer. "
        "3 texts are longer than the model reads at once; they were read in parts that overlap."
    )


def test_it_is_told_what_the_probability_of_several_answers_is() -> None:
    one, many = (answered(9).model_copy(update={"with_several": number}) for number in (1, 3))
    assert asked_words.with_several(answered(9)) == ""
    assert asked_words.notes(one) == "1 text has several answers; its probability is that of the least certain one."
    assert asked_words.notes(many).startswith("3 texts have several answers; their probability is")
