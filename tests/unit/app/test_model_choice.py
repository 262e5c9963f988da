"""What is said of the model that the next training starts from."""

from pathlib import Path

import pytest

from ptstudio.app.model_advice import Advice
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_choice import Choice
from ptstudio.app.model_fit import Room
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into


@pytest.fixture
def known(tmp_path: Path) -> dict[str, Listed]:
    put_into(tmp_path, model(key="oak", title="Oak"))
    return {one.key: one for one in all_listed("image-classification", Library([tmp_path]), Room(16_000))}


def test_what_a_person_has_chosen_is_said_without_a_reason(known: dict[str, Listed]) -> None:
    choice = Choice("oak", known["oak"], is_by_person=True)
    assert (choice.mark, choice.words) == ("chosen", "Your training starts from Oak.")
    assert choice.can_start


def test_what_was_chosen_automatically_says_so_and_why(known: dict[str, Listed]) -> None:
    good = Choice("oak", known["oak"], is_by_person=False, advice=Advice("recommended for your data", "It is quick."))
    assert good.mark == "chosen automatically"
    assert good.words == "Oak was chosen automatically: of what is ready, it is recommended for your data."
    assert good.tip.endswith("It is quick.")
    stopgap = Choice("oak", known["oak"], is_by_person=False, advice=Advice("…", "Better get Elm.", is_stopgap=True))
    assert stopgap.words == "Oak was chosen automatically. Better get Elm."
    assert "until there are data" in Choice("oak", known["oak"], is_by_person=False).words


def test_what_cannot_be_started_from_says_why(known: dict[str, Listed]) -> None:
    gone = Choice("gone", None, is_by_person=True)
    assert not gone.can_start
    assert "“gone”, which was chosen, is not in the library" in gone.words
    assert "weights are not on this machine" in Choice("resnet18", known["resnet18"], is_by_person=True).words
