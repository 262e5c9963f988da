"""Facts of the Hub's models, held against the networks that `transformers` builds from their configurations."""

from types import ModuleType

import pytest
import torch
import transformers

from ptstudio.core.errors import ModelError
from ptstudio.core.licence import UNKNOWN, licence_of
from ptstudio.core.model_names import HUB
from ptstudio.models import all_families
from ptstudio.models._hub_models import HUB_MODELS, HubModel
from tests.helpers.recipes import load_recipe

FAMILY = all_families()["hf-image-classifier"]
EACH = pytest.mark.parametrize("row", HUB_MODELS, ids=lambda row: row.repository)
# What the Hub says of each model.safetensors on the page of its files, in millions of bytes.
STATED_MB = {
    "OpenGVLab/pvt_v2_b0": 14.7,
    "facebook/convnextv2-atto-1k-224": 14.9,
    "facebook/convnextv2-nano-1k-224": 62.5,
    "facebook/convnextv2-tiny-1k-224": 115,
    "facebook/dinov2-small-imagenet1k-1-layer": 91.3,
    "facebook/hiera-tiny-224-in1k-hf": 112,
    "facebook/levit-128S": 32.1,
    "google/vit-base-patch16-224": 346,
    "microsoft/beit-base-patch16-224": 350,
    "microsoft/resnet-18": 46.8,
    "microsoft/resnet-50": 102,
    "microsoft/swin-tiny-patch4-window7-224": 113,
    "sail/poolformer_s12": 47.7,
}


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    return load_recipe("hugging_face_facts")


@EACH
def test_the_facts_are_those_of_the_network(recipe: ModuleType, row: HubModel) -> None:
    network = recipe.network(row)
    config = network.config
    facts = row.facts(FAMILY.key)
    assert sum(parameter.numel() for parameter in network.parameters()) == facts.parameters
    assert config.num_labels == facts.outputs
    own = getattr(config, "image_size", None) or facts.picture.px
    assert facts.picture.px == (224 if row.kind == "dinov2" else own if isinstance(own, int) else own[0])
    assert facts.source == f"{HUB}/{row.repository}"
    assert (facts.sha256, facts.revision) == ("", "")
    assert licence_of(facts.licence).spdx == facts.licence != UNKNOWN


@EACH
def test_only_what_differs_from_the_usual_network_of_its_kind_is_stated(row: HubModel) -> None:
    usual = transformers.CONFIG_MAPPING[row.kind]()
    assert all(getattr(usual, name) != value for name, value in row.settings.items())


@EACH
def test_the_estimated_size_is_about_what_the_hub_states(row: HubModel) -> None:
    facts = row.facts(FAMILY.key)
    assert facts.size_is_estimated
    assert facts.size_mb == pytest.approx(STATED_MB[row.repository], rel=0.04)


@EACH
def test_it_is_built_with_a_new_head_and_its_blocks_hold_each_parameter_once(row: HubModel) -> None:
    facts = row.facts(FAMILY.key)
    with torch.device("meta"):
        network = FAMILY.build(facts, 3)
        pictures = torch.empty(2, 3, facts.picture.px, facts.picture.px)
    assert network(pictures).shape == (2, 3)
    held = [id(parameter) for block in FAMILY.blocks(network) for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())


@EACH
def test_pictures_of_another_size_are_taken_or_refused_with_the_size_that_fits(row: HubModel) -> None:
    facts = row.facts(FAMILY.key)
    other = facts.model_copy(update={"input": facts.input.model_copy(update={"px": 160})})
    with torch.device("meta"):
        if row.kind in ("levit", "swin"):
            with pytest.raises(ModelError, match="no pictures of 160 × 160 pixels") as refusal:
                FAMILY.build(other, 3)
            assert "224" in refusal.value.hint
        else:
            assert FAMILY.build(other, 3)(torch.empty(1, 3, 160, 160)).shape == (1, 3)


def test_figures_have_a_source_and_licences_of_two_minds_a_warning() -> None:
    facts = FAMILY.catalogue
    assert all(bool(model.accuracy_source) is (model.accuracy is not None) for model in facts)
    assert all(model.accuracy_on == ("ImageNet-1k" if model.accuracy is not None else "") for model in facts)
    split = [model for model in facts if any("Apache-2.0" in limit for limit in model.limits)]
    assert {model.licence for model in split} == {"CC-BY-NC-4.0"}
