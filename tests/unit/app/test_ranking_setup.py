"""What is said before models are ranked."""

from ptstudio.app.model_browsing import Listed, all_listed
from ptstudio.app.model_fit import Room
from ptstudio.app.ranking_setup import expected_s, expected_words, purpose, row_of
from ptstudio.library.library import Library
from tests.helpers.windows import MACHINE

TWO_CORES = MACHINE.model_copy(update={"cores": 2})


def listed(key: str) -> Listed:
    known = all_listed("image-classification", Library.standard(), Room(16_000))
    return next(one for one in known if one.key == key)


def test_it_says_how_many_pictures_are_looked_at() -> None:
    assert purpose(252).startswith("Each model looks once at your 252 training pictures, and")
    assert purpose(5210).startswith("Each model looks once at 1,000 of your 5,210 training pictures, and")
    assert purpose(252).endswith("on this machine can be tried.")


def test_the_time_grows_with_models_and_pictures_and_no_further_than_is_looked_at() -> None:
    small, large = listed("mobilenet_v2"), listed("resnet50")

    def seconds(*models: Listed, samples: int = 1000, has_card: bool = False) -> float:
        return expected_s(models, samples, TWO_CORES, has_card=has_card)

    assert seconds(small) < seconds(large) < seconds(small, large)
    assert seconds(large, samples=252) < seconds(large) == seconds(large, samples=50_000)
    assert seconds(large, has_card=True) == seconds(small, has_card=True) < seconds(small)


def test_it_is_about_what_was_measured() -> None:
    """MobileNet V2, SqueezeNet 1.0 and the starter on 252 photographs took 16 s on two cores."""
    three = [listed(key) for key in ("mobilenet_v2", "squeezenet1_0", "starter")]
    assert 8 < expected_s(three, 252, TWO_CORES, has_card=False) < 32


def test_it_is_told_no_more_precisely_than_it_is_known() -> None:
    assert expected_words(12) == "This takes less than a minute."
    assert expected_words(70).startswith("This takes roughly 2 min; ")
    assert expected_words(700).startswith("This takes roughly 12 min; ")


def test_a_model_in_a_line() -> None:
    assert [cell.text for cell in row_of(listed("mobilenet_v2")).cells] == ["MobileNet V2", "quick", "14 MB"]
