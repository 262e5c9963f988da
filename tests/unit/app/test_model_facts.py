"""Badges, facts and the card of one model, and what of the data counts for choosing it."""

from pathlib import Path

import pytest

from ptstudio.app.model_advice import Advice, DataFacts
from ptstudio.app.model_badges import badges, place_badge, spoken
from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_data import data_facts
from ptstudio.app.model_facts import card_text, details_of
from ptstudio.app.model_fit import Room
from ptstudio.core.project import Project
from ptstudio.library.library import Library
from tests.helpers.pretrained import model, put_into
from tests.helpers.windows import dataset

TASK = "image-classification"


def known(folder: Path, memory_mb: float = 16_000) -> dict[str, Listed]:
    put_into(folder, model(key="oak", title="Oak"))
    return {listed.key: listed for listed in all_listed(TASK, Library([folder]), Room(memory_mb))}


def test_badges_say_where_it_is_whether_it_fits_and_that_it_is_recommended(tmp_path: Path) -> None:
    found = known(tmp_path)
    assert [badge.text for badge in badges(found["oak"])] == ["ready", "fits"]
    absent = badges(found["mobilenet_v2"], Advice("recommended for your data", "Because it is quick."))
    assert [badge.text for badge in absent] == ["download 14 MB", "fits", "recommended for your data"]
    assert absent[2].tip == "Because it is quick."
    assert "about 3.9 GB" in absent[1].tip
    assert place_badge(found["oak"]).tip == "Its weights are in your library."


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("MIT", []),
        ("CC-BY-NC-4.0", ["non-commercial"]),
        ("unknown", ["licence not stated"]),
        ("acme-licence", ["read its licence"]),
        ("CC-BY-ND-4.0", ["no changes passed on"]),
    ],
)
def test_a_licence_that_stands_in_the_way_has_a_badge(tmp_path: Path, licence: str, said: list[str]) -> None:
    put_into(tmp_path, model(key="birch", licence=licence))
    found = next(one for one in all_listed(TASK, Library([tmp_path]), Room(16_000)) if one.key == "birch")
    assert [badge.text for badge in badges(found)] == ["ready", "fits", *said]


def test_a_screen_reader_hears_the_badges(tmp_path: Path) -> None:
    oak = known(tmp_path, memory_mb=1_000)["oak"]
    assert spoken(oak, None, is_chosen=True) == "Oak, chosen, ready, tight"


def test_the_facts_tell_memory_and_speed(tmp_path: Path) -> None:
    facts = dict(details_of(known(tmp_path)["mobilenet_v2"]))
    assert facts["Memory to train"] == "about 3.9 GB"
    assert facts["Speed"] == "quick: 301 million multiplications for each picture"
    assert facts["Design"] == "MobileNet"
    assert facts["Licence"].startswith("BSD-3-Clause: free to use")


def test_the_card_is_that_beside_the_weights_or_else_says_where_they_come_from(tmp_path: Path) -> None:
    found = known(tmp_path)
    assert card_text(found["oak"]) == "#### Sources\n\nSource of the weights: net.pth"
    (tmp_path / "oak" / "README.md").write_text("---\nlicense: mit\n---\n# Oak\nKnows oaks.", encoding="utf-8")
    assert card_text(found["oak"]) == "# Oak\nKnows oaks."
    assert "Source of the accuracy: https://github.com/pytorch/vision" in card_text(found["mobilenet_v2"])


def test_training_samples_and_the_usual_shorter_side_count(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = dataset(project)
    assert data_facts(project, revision) == DataFacts(samples=56, px=120)


def test_paper_data_limits_and_an_estimated_size_are_told(tmp_path: Path) -> None:
    found = known(tmp_path)
    facts = dict(details_of(found["google-vit-base-patch16-224"]))
    assert facts["Learned from"] == "ImageNet-21k, then ImageNet-1k, 1,000 classes"
    assert facts["Paper"].startswith("Dosovitskiy et al.: An Image is Worth 16x16 Words")
    assert facts["Paper"].endswith("(2020), arxiv.org/abs/2010.11929")
    assert facts["Weights"] == "about 346 MB"
    assert facts["Design"] == "ViT"
    assert facts["Memory to train"].startswith("about ")
    assert not {"Paper", "Languages"} & dict(details_of(found["oak"])).keys()
    card = card_text(found["resnet18"])
    assert card.startswith("#### Known limits and biases\n\n- Most of the photographs")
    assert card.index("arXiv:1811.12231") < card.index("Source of the weights")


def test_the_languages_of_a_model_that_reads_are_told(tmp_path: Path) -> None:
    put_into(tmp_path, model(key="reader", languages=("de", "en")))
    (reader,) = (listed for listed in all_listed(TASK, Library([tmp_path]), Room(16_000)) if listed.key == "reader")
    assert dict(details_of(reader))["Languages"] == "German, English"
    assert "de en" in reader.text
