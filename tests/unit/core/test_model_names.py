"""Keys follow from names, and what is asked for is taken apart."""

import pytest

from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import MOST_LETTERS, checked_key, is_key, key_from, page_of, repository_and_revision


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Microsoft/ResNet-18", "microsoft-resnet-18"),
        ("Bäume und Blätter.v2", "b-ume-und-bl-tter.v2"),
        (".-hidden-.", "hidden"),
        ("木", ""),
        ("a" * 99 + "." + "b" * 50, "a" * 99),
    ],
)
def test_a_key_follows_from_a_name(name: str, key: str) -> None:
    assert key_from(name) == key
    assert is_key(key) == bool(key)


@pytest.mark.parametrize("key", ["", "Oak", "-oak", "oak.", "a/b", "..", "con", "a" * (MOST_LETTERS + 1)])
def test_what_no_system_could_hold_is_no_key(key: str) -> None:
    assert not is_key(key)
    with pytest.raises(ModelError, match="cannot be the name of a model"):
        checked_key(key)


def test_a_good_key_is_given_back() -> None:
    assert checked_key("leaf-net") == "leaf-net"


@pytest.mark.parametrize("asked", ["leaf/vit@abc", "https://huggingface.co/leaf/vit@abc"])
def test_a_repository_and_its_revision_are_taken_apart(asked: str) -> None:
    assert repository_and_revision(asked) == ("leaf/vit", "abc")
    assert repository_and_revision(page_of("leaf/vit")) == ("leaf/vit", "")
