"""What text classification adds to the contract: empty texts, second texts, ids by content, lengths in tokens."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ptstudio.core.dataset import Admitted, Finding, Sample
from ptstudio.core.errors import InputError, SettingsError
from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import all_tasks
from ptstudio.tasks._reading import INPUTS, LEAST_TOKENS
from tests.helpers.encoders import MOST_TOKENS
from tests.helpers.tasks import trained_by

TASK = all_tasks()["text-classification"]
CLASSES = ("food", "weather")
HALF = "\ud83d"


@pytest.fixture
def model(tmp_path: Path) -> tuple[torch.nn.Module, TrainedModel]:
    return trained_by(TASK, CLASSES, tmp_path / "model")


def admit(**fields: Any) -> Admitted | Finding:
    return TASK.admit(Sample(path=Path("texts.csv"), row=4, fields={"label": "food", **fields}))


def admitted(**fields: Any) -> Admitted:
    found = admit(**fields)
    assert isinstance(found, Admitted)
    return found


@pytest.mark.parametrize("text", ["", "  ", "\n\t\r\n", "\u3000"])
def test_an_empty_text_is_a_finding_that_names_its_row(text: str) -> None:
    found = admit(text=text)
    assert isinstance(found, Finding)
    assert (found.kind, found.row, found.path) == ("empty-text", 4, "texts.csv")


def test_a_text_is_kept_as_it_is_with_its_length() -> None:
    found = admitted(text="  Soup 😀 ", pair="is hot")
    assert found.columns == {"text": "  Soup 😀 ", "pair": "is hot", "characters": 15}
    assert found.labels == ("food",)
    assert admitted(text="soup").columns == {"text": "soup", "pair": "", "characters": 4}
    assert admitted(text="soup", pair=None).columns["pair"] == ""


def test_ids_come_from_the_texts_and_from_nothing_else() -> None:
    assert admitted(text="soup").id == admitted(text="soup", label="weather", pair="").id
    others = [admitted(text="soup "), admitted(text="soup", pair="hot"), admitted(text="hot", pair="soup")]
    others += [admitted(text="souphot"), admitted(text="soup")]
    assert len({found.id for found in others}) == len(others)
    assert TASK.id_of({"text": "soup"}) == TASK.id_of({"text": "soup", "pair": "", "path": "x"}) == others[-1].id


def test_halves_of_characters_are_put_right() -> None:
    found = admitted(text=f"soup {HALF}", pair=HALF)
    assert found.columns == {"text": "soup \ufffd", "pair": "\ufffd", "characters": 7}
    assert found.id == TASK.id_of({"text": f"soup {HALF}", "pair": HALF})


@pytest.mark.parametrize("fields", [{}, {"text": 3}, {"text": "a", "label": 1}, {"text": "a", "pair": 2}])
def test_a_format_that_gives_something_else_is_an_error_of_ours(fields: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        admit(**fields)


@pytest.mark.parametrize(("name", "value"), [("most_tokens", 7), ("most_tokens", 10**6), ("label_smoothing", 5000)])
def test_settings_out_of_their_limits_are_refused(name: str, value: float) -> None:
    with pytest.raises(SettingsError, match=name):
        TASK.settings.from_values({name: value})


def test_the_exported_model_takes_tokens_by_the_usual_names(model: tuple[torch.nn.Module, TrainedModel]) -> None:
    _, trained = model
    raw = TASK.raw({"text": f"the cat {HALF}", "pair": "a dog"}, trained)
    assert tuple(raw) == INPUTS
    assert {array.dtype for array in raw.values()} == {np.dtype(np.int64)}
    assert len({array.shape for array in raw.values()}) == 1
    alone = TASK.raw({"text": "the cat"}, trained)
    assert alone["token_type_ids"].sum() == 0 < raw["token_type_ids"].sum()


@pytest.mark.parametrize("row", [{}, {"text": ""}, {"text": " \n"}, {"pair": "a dog"}])
def test_nothing_to_read_is_refused_in_words(model: tuple[torch.nn.Module, TrainedModel], row: dict[str, str]) -> None:
    with pytest.raises(InputError, match="empty") as caught:
        TASK.raw(row, model[1])
    assert caught.value.hint


def test_the_text_of_a_file_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("the cat\nsleeps", encoding="utf-8")
    assert TASK.given(file) == {"text": "the cat\nsleeps", "pair": ""}
    file.write_text(" \n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no text"):
        TASK.given(file)


def test_texts_are_answered_alike_alone_and_in_a_batch(model: tuple[torch.nn.Module, TrainedModel]) -> None:
    network, trained = model
    rows = [
        {"text": text, "pair": pair, "label": 0} for text, pair in (("rain " * 90, ""), ("a", "b c d"), ("rain", ""))
    ]
    batch = TASK.collate([TASK.example(row, trained, TASK.settings(), None) for row in rows])
    assert batch.inputs.shape == (3, 3, MOST_TOKENS)
    module = TASK.exportable(network, trained).module
    with torch.inference_mode():
        together = network(batch.inputs).softmax(dim=1)
        alone = [module(*map(torch.from_numpy, TASK.raw(row, trained).values())) for row in rows]
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-5, rtol=0)


def test_what_goes_along_with_an_export_is_what_reads_texts(model: tuple[torch.nn.Module, TrainedModel]) -> None:
    exportable = TASK.exportable(*model)
    assert exportable.assets == (model[1].assets / "tokenizer.json",)
    assert exportable.facts == {"most_tokens": str(MOST_TOKENS), "pad": "0", "pads_left": "False"}


def test_shorter_texts_end_where_there_is_little_left_to_read(model: tuple[torch.nn.Module, TrainedModel]) -> None:
    wide = model[1].model.model_copy(update={"input": model[1].model.text.model_copy(update={"most_tokens": 512})})
    trained, lengths = model[1].model_copy(update={"model": wide}), [512]
    while found := TASK.smaller(trained):
        trained, said = found
        lengths.append(trained.model.text.most_tokens)
        assert re.fullmatch(rf"{lengths[-1]} tokens", said)
    assert lengths == [512, 256, 128, 64, 32, LEAST_TOKENS]


def test_nothing_varies_texts(model: tuple[torch.nn.Module, TrainedModel]) -> None:
    assert TASK.varied_by(TASK.settings()) == ""
    row = {"text": "Where is my parcel?", "pair": "It is late.", "label": 0}
    varied, plain = (TASK.preparation(model[1], TASK.settings(), is_varied=varied) for varied in (True, False))
    assert varied is not None
    assert plain is not None
    assert varied.key == plain.key
    assert np.array_equal(varied.make(row), plain.make(row))
