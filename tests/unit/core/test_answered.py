"""What came of asking about a table."""

from ptstudio.core.answered import Answered


def test_rows_with_an_answer_are_those_of_its_classes() -> None:
    answered = Answered(
        run="run",
        table="mails.csv",
        file="mails-answers.csv",
        columns={"text": "message"},
        rows=10,
        without_content=2,
        unreadable=1,
        classes={"praise": 5, "blame": 2},
        seconds=1.5,
    )
    assert answered.answered == 7
    assert Answered.model_validate(answered.model_dump(mode="json")) == answered
