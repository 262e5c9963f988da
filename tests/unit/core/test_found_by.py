"""Who found what is saved is said along with it."""

from datetime import datetime
from pathlib import Path

from ptstudio.core.found_by import FoundBy, warned_of, warning


def test_a_model_is_named_with_its_training_and_the_day() -> None:
    by = FoundBy(model="MobileNet V2", run="0002-train", date="2026-11-23T10:11:12+00:00")
    assert by.said == "the model MobileNet V2, trained in 0002-train, on 2026-11-23"
    assert by.what_counted(0.425) == f"{by.said} (what is at least 42 % probable)"
    assert warning(by.said) == f"Answers of a model, not labels. Found by {by.said}."


def test_a_model_is_asked_now() -> None:
    by = FoundBy.model_of(Path("project", "runs", "0002-train"), "M")
    assert (by.model, by.run) == ("M", "0002-train")
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(by.date)).total_seconds()) < 60


def test_who_found_it_is_read_from_a_note_again() -> None:
    by = FoundBy(model="MobileNet V2", run="0002-train", date="2026-11-23T10:11:12+00:00")
    assert warned_of(f"{warning(by.said)}\nMore.") == by.said
    assert warned_of("My pictures of 2026.\nAnswers of a model, not labels. Found by nobody.") == ""
