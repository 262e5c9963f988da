"""Every duty of a licence has its plain sentence."""

import pytest

from ptstudio.app.licence_words import duties, name_of
from ptstudio.core.licence import Licence, Obligation, licence_of


@pytest.mark.parametrize("duty", list(Obligation))
def test_every_duty_has_a_sentence(duty: Obligation) -> None:
    ((named, words),) = duties(Licence("any", (duty,)))
    assert named is duty
    assert words.endswith(".")


def test_several_duties_are_told_one_by_one() -> None:
    licence = licence_of("cc-by-nc-sa-4.0", is_gated=True)
    assert [duty for duty, _ in duties(licence)] == [
        Obligation.ATTRIBUTION,
        Obligation.SHARE_ALIKE,
        Obligation.NON_COMMERCIAL,
        Obligation.GATED,
    ]


def test_what_asks_for_nothing_and_what_is_not_stated_say_so() -> None:
    ((duty, words),) = duties(licence_of("cc0-1.0"))
    assert duty is None
    assert words == "Free for everything: it asks nothing of you."
    assert name_of(licence_of("other")) == "not stated by its publisher"
    assert name_of(licence_of("mit")) == "MIT"
