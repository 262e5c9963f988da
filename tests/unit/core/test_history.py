"""Earlier trainings are remembered in a small file that nothing can spoil."""

import pytest

from ptstudio.core import history
from ptstudio.core.history import Past, PastStage, forget_history, history_file, read_history, remember


def past(number: int) -> Past:
    stage = PastStage(key="features", planned_s=2.0, took_s=3.0)
    return Past(
        at=float(number),
        machine="m",
        device="cpu",
        family="f",
        architecture="a",
        stages=(stage,),
        seconds=9,
        energy_wh=0.5,
    )


def test_what_is_remembered_is_read_again_until_it_is_forgotten() -> None:
    assert read_history() == []
    remember(past(1))
    remember(past(2))
    assert read_history() == [past(1), past(2)]
    forget_history()
    forget_history()
    assert read_history() == []


def test_only_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST", 3)
    for number in range(5):
        remember(past(number))
    assert [each.at for each in read_history()] == [2.0, 3.0, 4.0]
    assert len(history_file().read_text().splitlines()) == 3


@pytest.mark.parametrize("damage", [b"{\n", b"\xff\xfe\x00\n", b'{"machine": 3}\n', b'{"at": NaN}\n', b"\n\n"])
def test_a_damaged_line_is_passed_over_and_gone_after_the_next_training(damage: bytes) -> None:
    remember(past(1))
    with history_file().open("ab") as file:
        file.write(damage)
    assert read_history() == [past(1)]
    remember(past(2))
    assert read_history() == [past(1), past(2)]
    assert len(history_file().read_bytes().splitlines()) == 2


def test_a_folder_in_its_place_is_no_history() -> None:
    history_file().mkdir(parents=True)
    assert read_history() == []
