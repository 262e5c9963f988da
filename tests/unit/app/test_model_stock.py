"""The models that a page knows: which are here, which is selected, and what is on its way."""

from pathlib import Path

import pytest

from ptstudio.app.model_browsing import all_listed
from ptstudio.app.model_fit import Room
from ptstudio.app.model_stock import ModelStock
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into


@pytest.fixture
def stock(tmp_path: Path) -> ModelStock:
    put_into(tmp_path, model(key="oak", title="Oak"))
    made = ModelStock()
    made.take(all_listed("image-classification", Library([tmp_path]), Room(4_000)))
    return made


def test_a_training_can_start_only_from_what_is_here(stock: ModelStock) -> None:
    assert [listed.key for listed in stock.ready] == ["oak"]
    assert stock.can_start("oak")
    assert not stock.can_start("resnet18")
    assert not stock.can_start("nowhere")


def test_a_selected_model_may_be_unknown(stock: ModelStock) -> None:
    stock.selected = "nowhere"
    assert stock.shown is None
    assert [listed.key for listed in stock.some(["nowhere", "oak"])] == ["oak"]


def test_what_has_arrived_is_noted_once_and_taken_back(stock: ModelStock) -> None:
    assert [listed.key for listed in stock.note_arrived({"resnet18": 40, "nowhere": 1})] == ["resnet18"]
    assert stock.some(["resnet18"])[0].arrived == 40
    assert stock.note_arrived({"resnet18": 40}) == []
    assert [listed.arrived for listed in stock.note_arrived({})] == [None]
