"""What came of asking about a table."""

from ptstudio.core.answered import Answered


def test_rows_have_an_answer_however_many_classes_it_names() -> None:
    answered = Answered(
        run="run",
        table="mails.csv",
        file="mails-answers.csv",
        columns={"text": "message"},
        rows=10,
        without_content=2,
        unreadable=1,
        classes={"person": 15, "place": 2},
        seconds=1.5,
    )
    assert answered.answered == 7
    assert Answered.model_validate(answered.model_dump(mode="json")) == answered
