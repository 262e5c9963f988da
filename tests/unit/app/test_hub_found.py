"""What a person reads of a model that the Hub has found."""

from pathlib import Path

import pytest

from ptstudio.app import hub_found
from ptstudio.app.hub_found import Found, standing
from ptstudio.core.model_names import HUB
from ptstudio.library.entry import Entry
from tests.helpers.hub_found import VIT as FOUND
from tests.helpers.pretrained import model

VIT = FOUND.model_copy(update={"licence": "CC-BY-NC-4.0"})
BARE = VIT.model_copy(update={"name": "leaf/bare", "parameters": None, "size_mb": None, "changed": "", "revision": ""})


def entry(key: str, revision: str) -> Entry:
    return Entry(model(key=key, source=f"{HUB}/leaf/vit", revision=revision), Path(key), is_built_in=False)


def test_how_a_model_stands_here() -> None:
    entries = [entry("leaf-vit", "b" * 40), entry("leaf-vit-aaaaaaa", "a" * 40)]
    here, other = standing([VIT, BARE], entries, {BARE.asked: 40})
    assert here == Found(VIT, key="leaf-vit-aaaaaaa", other="leaf-vit")
    assert other == Found(BARE, arrived=40)
    assert standing([VIT], entries[:1], {}) == [Found(VIT, other="leaf-vit")]


@pytest.mark.parametrize(
    ("found", "words", "remark"),
    [
        (Found(VIT), "", "not on this machine yet"),
        (Found(VIT, arrived=40, other="x"), "40 % have arrived", "It is on its way: 40 % have arrived"),
        (Found(VIT, key="leaf-vit", other="leaf-vit"), "on this machine", "as “leaf-vit”"),
        (Found(VIT, other="leaf-vit"), "other revision here", "would come beside it"),
        (Found(VIT.model_copy(update={"is_gated": True})), "wants your agreement", "a token shows who you are"),
    ],
)
def test_it_is_said_in_words_and_with_a_sign(found: Found, words: str, remark: str) -> None:
    assert hub_found.state_words(found) == words
    assert remark in hub_found.remark(found)
    assert bool(hub_found.state_look(found)[0]) == bool(words)


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("MIT", "MIT: may be sold"),
        ("CC-BY-NC-ND-4.0", "CC-BY-NC-ND-4.0: not for sale"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0: same licence"),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0: keep to yourself"),
        ("openrail", "openrail: some uses forbidden"),
        ("llama2", "llama2: read it"),
        ("unknown", "not stated"),
    ],
)
def test_a_licence_in_three_words(licence: str, words: str) -> None:
    assert hub_found.short_licence(VIT.model_copy(update={"licence": licence})) == words


def test_only_what_the_hub_says_is_shown() -> None:
    assert dict(hub_found.facts(VIT)) == {
        "Architecture": "ViTForImageClassification",
        "Parameters": "86.6 million",
        "Size": "330 MB",
        "Downloads": "4,312 in the last month",
        "Last change": "2026-05-01",
        "Revision": "a" * 12,
    }
    assert dict(hub_found.facts(BARE)).keys() == {"Architecture", "Downloads"}
