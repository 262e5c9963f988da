"""The recorded costs of networks are those of the networks themselves."""

import json
from types import ModuleType

import pytest
from torchvision.models import get_model_weights

from ptstudio.app.model_costs import recorded_as
from ptstudio.core.folders import resources
from ptstudio.core.pretrained import ImageInput
from ptstudio.models import all_families
from tests.helpers.recipes import load_recipe

RECORDED = json.loads((resources() / "network_costs.json").read_text(encoding="utf-8"))
EVERYTHING = [model for family in all_families().values() for model in family.catalogue]
CATALOGUE = [model for model in EVERYTHING if isinstance(model.input, ImageInput)]


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    return load_recipe("network_costs")


def test_every_network_of_the_catalogue_that_takes_pictures_is_recorded() -> None:
    assert {recorded_as(model) for model in CATALOGUE} == set(RECORDED)


@pytest.mark.parametrize(
    "architecture", ["mobilenet_v3_small", "resnet18", "vit_b_32", "regnet_y_400mf", "facebook/levit-128S"]
)
def test_a_network_on_the_meta_device_costs_what_is_recorded(recipe: ModuleType, architecture: str) -> None:
    model = next(model for model in CATALOGUE if recorded_as(model) == architecture)
    assert recipe.costs(model) == RECORDED[architecture]


@pytest.mark.parametrize("architecture", ["alexnet", "densenet121", "efficientnet_b0", "resnet50", "vgg16", "vit_b_16"])
def test_the_multiplications_are_those_that_torchvision_publishes(architecture: str) -> None:
    published = get_model_weights(architecture).DEFAULT.meta["_ops"]
    assert RECORDED[architecture]["gigamacs"] == pytest.approx(published, rel=0.05)
