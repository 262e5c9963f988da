"""Ids by place and places by id, and what is known of each, for very many of them."""

import hashlib
import random

import pytest

from ptstudio.core.dataset import SAMPLE_ID_LENGTH
from ptstudio.data._coded import Coded
from ptstudio.data._ids import ById, Ids


def sample_id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:SAMPLE_ID_LENGTH]


MANY = [sample_id(number) for number in range(3000)]
STRANGE = ["", "a", "image-7", MANY[0].upper(), f" {MANY[0][1:]}", MANY[0] + "00", "\ud83d", "ü" * 32]
ALIKE = ["0123456789abcdef" + f"{number:016x}" for number in range(40)]


@pytest.mark.parametrize("wanted", [MANY, STRANGE, ALIKE, MANY + STRANGE + ALIKE], ids=["many", "odd", "alike", "all"])
def test_ids_are_held_once_and_found(wanted: list[str]) -> None:
    ids = Ids(wanted)
    assert list(ids) == wanted
    assert [ids.add(id_) for id_ in wanted] == list(range(len(wanted)))
    assert [ids.place_of(id_) for id_ in wanted] == list(range(len(wanted)))
    assert len(ids) == len(wanted)
    assert ids.place_of(sample_id(-1)) is None
    assert (wanted[0] in ids, "nowhere" in ids) == (True, False)
    assert [wanted[place] for place in ids.in_order()] == sorted(wanted)


def test_nothing_can_be_put_in_order() -> None:
    assert Ids().in_order().tolist() == []


def test_values_are_found_by_id_and_the_later_one_counts() -> None:
    known: ById[str] = ById()
    known.update((id_, "old") for id_ in MANY)
    dice = random.Random(0)
    changed = {id_: dice.choice("abc") for id_ in dice.sample(MANY, 500)} | {"another": "a"}
    known.update(changed.items())
    wanted = dict.fromkeys(MANY, "old") | changed
    assert dict(known) == wanted
    assert list(known.items()) == list(wanted.items())
    assert list(known.values()) == list(wanted.values())
    assert (len(known), known.get("nobody")) == (len(wanted), None)
    with pytest.raises(KeyError):
        known["nobody"]


def test_two_columns_that_stand_side_by_side_are_values_by_id() -> None:
    assert dict(ById(Ids(MANY[:3]), Coded("aba"))) == dict(zip(MANY, "aba", strict=False))
