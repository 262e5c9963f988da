"""What the doctor says of earlier trainings, and how they are forgotten."""

import importlib.metadata

import pytest

from ptstudio.cli.doctor import ABSENT, forget_all, history_line, versions
from ptstudio.core.errors import ProjectError
from ptstudio.core.history import Past, history_file, read_history, remember


def test_earlier_trainings_are_shown_and_can_be_forgotten(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing to learn from yet" in history_line(0)
    remember(Past(machine="m", device="cpu", family="f", architecture="a", seconds=1))
    assert history_line(1) == (
        f"Estimates learn from one training on this machine ({history_file()}; --forget deletes it)."
    )
    assert "12 trainings" in history_line(12)
    forget_all()
    assert read_history() == []
    assert capsys.readouterr().err == "Forgotten.\n"


def test_what_cannot_be_forgotten_says_why() -> None:
    history_file().mkdir(parents=True)
    with pytest.raises(ProjectError, match="cannot be deleted"):
        forget_all()


def test_what_is_installed_by_choice_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = ["numpy>=2", "no-such-package>=1", 'no-such-choice==1; extra == "starter-text"', 'rich; extra == "more"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda _name: needed)
    found = versions()
    assert list(found) == ["numpy", "no-such-package", "rich"]
    assert found["no-such-package"] == ABSENT
    assert found["rich"] != ABSENT
