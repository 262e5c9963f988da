"""Licences are known by their SPDX id, and nothing is claimed of those that are not."""

import pytest

from ptstudio.core.folders import resources
from ptstudio.core.licence import OWN, UNKNOWN, Obligation, licence_of


@pytest.mark.parametrize(
    ("stated", "spdx", "obligations"),
    [
        ("MIT", "MIT", (Obligation.ATTRIBUTION,)),
        ("apache-2.0", "Apache-2.0", (Obligation.ATTRIBUTION,)),
        ("CC0-1.0", "CC0-1.0", ()),
        ("cc-by-sa-4.0", "CC-BY-SA-4.0", (Obligation.ATTRIBUTION, Obligation.SHARE_ALIKE)),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", (Obligation.NON_COMMERCIAL, Obligation.ATTRIBUTION)),
        ("openrail", "openrail", (Obligation.USE_LIMITS,)),
        ("other", UNKNOWN, (Obligation.UNKNOWN,)),
        ("", UNKNOWN, (Obligation.UNKNOWN,)),
        ("Llama-3", "Llama-3", (Obligation.UNKNOWN,)),
        ("acme-nc-1.0", "acme-nc-1.0", (Obligation.UNKNOWN, Obligation.NON_COMMERCIAL)),
    ],
)
def test_obligations(stated: str, spdx: str, obligations: tuple[Obligation, ...]) -> None:
    licence = licence_of(stated)
    assert (licence.spdx, licence.obligations) == (spdx, obligations)
    assert licence.is_non_commercial is (Obligation.NON_COMMERCIAL in obligations)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("MIT", "MIT: free to use and to sell what you build; name the authors"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0: not for commercial use; name the authors"),
        ("unknown", "not stated: ask the publisher before you pass on what you build with it"),
        ("Llama-3", "Llama-3: read it before you pass on what you build with it"),
    ],
)
def test_the_obligation_is_said_in_plain_words(stated: str, said: str) -> None:
    assert licence_of(stated).words.say() == said


def test_a_gated_model_says_so_whatever_its_licence() -> None:
    licence = licence_of("MIT", is_gated=True)
    assert licence.obligations[-1] is Obligation.GATED
    assert licence.words.say().startswith("MIT: free to use")
    assert "agree to the terms" in licence.words.say()


def test_every_part_of_a_sentence_can_be_translated() -> None:
    heard: list[str] = []

    def translate(text: str) -> str:
        heard.append(text)
        return text

    licence_of("CC0-1.0").words.say(translate)
    assert heard == ["free for everything", "{licence}: {meaning}"]


def test_an_address_is_given_only_where_spdx_lists_the_licence() -> None:
    assert licence_of("mit").address == "https://spdx.org/licenses/MIT.html"
    assert licence_of("openrail").address == licence_of("../MIT").address == licence_of("").address == ""


def test_texts_are_those_of_their_licence() -> None:
    shipped = {path.stem for path in (resources() / "licences").glob("*.txt")}
    assert OWN in shipped
    assert all(licence_of(name).spdx == name and licence_of(name).text for name in shipped)
    assert "Apache License" in licence_of("Apache-2.0").text
    assert "Neither the name of the copyright holder" in licence_of("BSD-3-Clause").text
    assert "Attribution-ShareAlike 4.0 International" in licence_of("CC-BY-SA-4.0").text
    assert "Attribution-NonCommercial 4.0 International" in licence_of("cc-by-nc-4.0").text
    assert licence_of("openrail").text == licence_of("../licences/MIT").text == ""


def test_whether_it_may_be_sold_is_said_only_where_it_is_known() -> None:
    free, forbidden, open_question = licence_of("MIT"), licence_of("CC-BY-NC-4.0"), licence_of("")
    assert [one.may_be_sold for one in (free, forbidden, open_question)] == [True, False, False]
    assert [one.is_open_question for one in (free, forbidden, open_question)] == [False, False, True]
    assert not licence_of("acme-nc-1.0").is_open_question
    assert not licence_of("CC-BY-ND-4.0").may_be_sold


def test_it_is_to_be_accepted_where_it_asks_for_more_than_to_name_the_authors() -> None:
    assert not licence_of("MIT", is_gated=True).is_to_be_accepted
    assert not licence_of("CC0-1.0").is_to_be_accepted
    assert all(licence_of(name).is_to_be_accepted for name in ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "openrail", ""))
