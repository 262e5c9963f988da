"""An export says in plain words what may be done with it, and brings the texts along."""

import pytest

from ptstudio.core.licence import OWN, licence_of
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.reporting.export_licences import OVERVIEW, TERMS, licence_files
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.pretrained import model


def trained(*, has_pretrained_weights: bool = True, **facts: object) -> TrainedModel:
    return TrainedModel(
        task="image-classification",
        model=model(**facts),
        has_pretrained_weights=has_pretrained_weights,
        classes=("oak", "elm"),
        dataset="leaves/0001",
        dataset_fingerprint="f",
        preset="quick",
        settings={},
    )


@pytest.fixture
def library() -> Library:
    return Library.standard()


def test_the_texts_of_the_weights_and_of_the_program_go_along(library: Library) -> None:
    files = licence_files(trained(licence="BSD-3-Clause", source="a publisher"), library)
    assert set(files) == {OVERVIEW, "Apache-2.0.txt", "BSD-3-Clause.txt"}
    assert files["BSD-3-Clause.txt"] == licence_of("BSD-3-Clause").text
    assert "weights of Leaf net (source: a publisher). Licence: BSD-3-Clause: free to use" in files[OVERVIEW]
    assert "`predict.py` was written by PTStudio. Licence: Apache-2.0" in files[OVERVIEW]


def test_one_that_forbids_to_sell_says_so_and_where_its_text_is(library: Library) -> None:
    files = licence_files(trained(licence="CC-BY-NC-4.0"), library)
    assert set(files) == {OVERVIEW, f"{OWN}.txt", "CC-BY-NC-4.0.txt"}
    assert "Attribution-NonCommercial 4.0 International Public License" in files["CC-BY-NC-4.0.txt"]
    assert "not for commercial use" in files[OVERVIEW]
    assert "<https://spdx.org/licenses/CC-BY-NC-4.0.html>" in files[OVERVIEW]


def test_one_that_nobody_stated_is_not_made_up(library: Library) -> None:
    files = licence_files(trained(licence="unknown", source="a publisher"), library)
    assert "not stated: ask the publisher" in files[OVERVIEW]
    assert "Source: a publisher\nLicence: unknown" in files[TERMS]


@pytest.mark.parametrize("licence", ["openrail", "../Acme 1.0"])
def test_where_no_text_is_at_hand_a_file_says_what_is_known(library: Library, licence: str) -> None:
    files = licence_files(trained(licence=licence), library)
    assert set(files) == {OVERVIEW, f"{OWN}.txt", TERMS}
    assert f"Licence: {licence}" in files[TERMS]
    assert licence_of(licence).words.say() in files[TERMS]
    assert f"`{TERMS}`" in files[OVERVIEW]


def test_from_scratch_nobody_elses_weights_are_in_it(library: Library) -> None:
    files = licence_files(trained(has_pretrained_weights=False, licence="CC-BY-NC-4.0"), library)
    assert "no other weights" in files[OVERVIEW]
    assert "not for commercial use" not in files[OVERVIEW]


def test_what_the_publisher_put_beside_the_weights_goes_along(library: Library) -> None:
    entry = packs.entry(library)
    (entry.folder / "LICENSE").write_text("The publisher's own words.", encoding="utf-8")
    same = licence_files(trained(sha256=entry.model.sha256), library)
    assert same["leaf-net-LICENSE"] == "The publisher's own words."
    assert "leaf-net-LICENSE" not in licence_files(trained(sha256="0" * 64), library)
