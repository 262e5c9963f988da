"""What the user has accepted is remembered for that model and that licence alone."""

from ptstudio.core.acceptance import FILE, accept, accepted_licences, is_accepted
from ptstudio.core.folders import data_folder


def test_nothing_is_accepted_before_somebody_does() -> None:
    assert accepted_licences() == ()
    assert not is_accepted("leaf-net", "CC-BY-NC-4.0")


def test_an_acceptance_holds_for_that_model_and_licence_and_is_kept_once() -> None:
    accept("leaf-net", "CC-BY-NC-4.0")
    accept("leaf-net", "CC-BY-NC-4.0")
    assert is_accepted("leaf-net", "CC-BY-NC-4.0")
    assert not is_accepted("oak-net", "CC-BY-NC-4.0")
    assert not is_accepted("leaf-net", "CC-BY-NC-ND-4.0")
    (acceptance,) = accepted_licences()
    assert acceptance.at.endswith("+00:00")


def test_an_acceptance_holds_for_every_revision_and_spelling() -> None:
    accept("leaf/vit@0123456", "cc-by-nc-4.0")
    assert is_accepted("https://huggingface.co/leaf/vit", "CC-BY-NC-4.0")
    assert accepted_licences()[0].key == "leaf/vit"


def test_a_damaged_file_counts_as_nothing_accepted_and_is_replaced() -> None:
    accept("leaf-net", "MIT")
    (data_folder() / FILE).write_text("{")
    assert accepted_licences() == ()
    accept("oak-net", "MIT")
    assert is_accepted("oak-net", "MIT")
