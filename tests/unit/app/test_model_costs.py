"""What networks cost, and how quick they are called."""

import pytest

from ptstudio.app.model_costs import Speed, cost_of, speed_of
from ptstudio.core.pretrained import ImageInput
from tests.helpers.pretrained import model


def test_the_cost_grows_with_the_area_of_the_picture() -> None:
    usual, sharp = cost_of(model()), cost_of(model(input=ImageInput(px=448)))
    assert usual is not None
    assert sharp is not None
    assert usual.gigamacs == pytest.approx(1.814)
    assert sharp.gigamacs == pytest.approx(4 * usual.gigamacs)
    assert sharp.sample_mb == pytest.approx(4 * usual.sample_mb)


def test_nothing_is_said_of_a_network_that_is_not_recorded() -> None:
    assert cost_of(model(architecture="BeitForImageClassification")) is None


@pytest.mark.parametrize(
    ("architecture", "speed"),
    [("mobilenet_v2", Speed.QUICK), ("resnet50", Speed.MEDIUM), ("convnext_large", Speed.SLOW)],
)
def test_speed_goes_by_what_is_computed(architecture: str, speed: Speed) -> None:
    assert speed_of(model(architecture=architecture)) is speed


@pytest.mark.parametrize(
    ("parameters", "speed"), [(5_000_000, Speed.QUICK), (25_000_000, Speed.MEDIUM), (300_000_000, Speed.SLOW)]
)
def test_without_a_record_it_goes_by_parameters_and_pixels(parameters: int, speed: Speed) -> None:
    assert speed_of(model(architecture="unheard-of", parameters=parameters)) is speed
