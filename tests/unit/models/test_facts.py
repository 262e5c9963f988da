"""Facts of the torchvision families, held against torchvision itself, and read without any heavy library."""

import math
import re
import subprocess
import sys
from collections import Counter

import pytest
import torch
from torchvision.models import get_model, get_model_weights

from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import all_families
from ptstudio.models._family import ModelFamily
from ptstudio.models._torchvision import TorchvisionFamily

READ_ALL_FACTS = """
import sys
import ptstudio.library.library, ptstudio.library.weights, ptstudio.models._recognition
from ptstudio.models import all_families
for family in all_families().values():
    assert family.key and family.title and family.tasks
    for model in family.catalogue:
        assert model.summary and model.to_line()
heavy = {"torch", "torchvision", "transformers", "datasets", "accelerate"} & set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else 0)
"""
FAMILIES = [family for family in all_families().values() if isinstance(family, TorchvisionFamily)]
PUBLISHED = [model for family in FAMILIES for model in family.catalogue]
FIRST_OF_EACH = [family.catalogue[0] for family in FAMILIES]
AUXILIARY_PARAMETERS = {"inception_v3": 3_326_696}  # of its auxiliary head, which the published count includes


def test_reading_every_fact_imports_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", READ_ALL_FACTS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_family_and_model_of_the_issue_is_there() -> None:
    assert Counter(model.family for model in PUBLISHED) == {
        "alexnet": 1,
        "vgg": 8,
        "resnet": 10,
        "regnet": 5,
        "shufflenet": 4,
        "inception": 1,
        "googlenet": 1,
        "densenet": 4,
        "mobilenet": 3,
        "efficientnet": 11,
        "squeezenet": 2,
        "convnext": 4,
        "vit": 4,
        "swin": 6,
    }
    everything = [model.key for family in all_families().values() for model in family.catalogue]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("family", all_families().values(), ids=lambda family: family.key)
def test_every_model_names_its_paper_its_data_and_its_limits(family: ModelFamily) -> None:
    for model in family.catalogue:
        assert re.fullmatch(r".+: .+ \(20[12]\d\)", model.paper)
        assert re.fullmatch(r"https://arxiv\.org/abs/[12]\d[01]\d\.\d{4,5}", model.paper_url)
        assert model.paper_url.rpartition("/")[2][:2] == model.paper[-3:-1]  # a number on arXiv begins with its year
        assert model.pretrained_on
        assert model.limits


@pytest.mark.parametrize("family", all_families().values(), ids=lambda family: family.key)
def test_every_model_says_what_it_learned_to_see_or_to_read(family: ModelFamily) -> None:
    for model in family.catalogue:
        if isinstance(model.input, ImageInput):
            assert "ImageNet-1k" in model.pretrained_on or "COCO" in model.pretrained_on
            assert any("North America" in limit for limit in model.limits)
            assert model.languages == ()
        else:
            assert any("prejudices" in limit for limit in model.limits)
            assert any("English only" in limit for limit in model.limits) == (model.languages == ("en",))


def test_networks_of_one_family_may_have_papers_of_their_own() -> None:
    papers = {model.key: model.paper_url.rpartition("/")[2] for model in PUBLISHED}
    assert (papers["mobilenet_v2"], papers["mobilenet_v3_small"]) == ("1801.04381", "1905.02244")
    assert (papers["efficientnet_b0"], papers["efficientnet_v2_s"]) == ("1905.11946", "2104.00298")
    assert (papers["swin_t"], papers["swin_v2_t"]) == ("2103.14030", "2111.09883")
    assert (papers["resnet50"], papers["resnext50_32x4d"], papers["wide_resnet50_2"]) == (
        "1512.03385",
        "1611.05431",
        "1605.07146",
    )


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.key)
def test_facts_are_those_of_the_published_weights(model: PretrainedModel) -> None:
    weights = get_model_weights(model.architecture).DEFAULT
    pictures = weights.transforms()
    assert [model.picture.px] == pictures.crop_size
    assert (list(model.picture.mean), list(model.picture.std)) == (pictures.mean, pictures.std)
    assert model.parameters == weights.meta["num_params"]
    assert model.outputs == len(weights.meta["categories"])
    assert model.accuracy == weights.meta["_metrics"]["ImageNet-1K"]["acc@1"]
    assert model.accuracy_source == weights.meta["recipe"]
    assert model.size_mb == pytest.approx(weights.meta["_file_size"] * 2**20 / 10**6, abs=0.001)
    assert model.source == weights.url
    assert model.source.endswith(f"-{model.sha256}.pth")
    assert model.licence == "BSD-3-Clause"
    assert "license" not in weights.meta


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.key)
def test_networks_have_the_stated_parameters_and_blocks_hold_each_once(model: PretrainedModel) -> None:
    family = all_families()[model.family]
    with torch.device("meta"):
        network = family.build(model, model.outputs)
    counted = sum(parameter.numel() for parameter in network.parameters())
    assert counted == model.parameters - AUXILIARY_PARAMETERS.get(model.key, 0)
    blocks = family.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    backbone = network.get_submodule("backbone")
    assert sorted(held) == sorted(id(parameter) for parameter in backbone.parameters())
    assert 4 <= len(blocks) <= 12
    first, last = next(backbone.parameters()), next(reversed(list(backbone.parameters())))
    assert any(first is parameter for part in blocks[0] for parameter in part.parameters())
    assert any(last is parameter for part in blocks[-1] for parameter in part.parameters())


@pytest.mark.parametrize("model", FIRST_OF_EACH, ids=lambda model: model.key)
def test_a_file_with_another_number_of_outputs_is_recognised(model: PretrainedModel) -> None:
    family = all_families()[model.family]
    assert isinstance(family, TorchvisionFamily)
    options = {"init_weights": False} if family.auxiliary else {}
    with torch.device("cpu" if family.key == "regnet" else "meta"):  # torchvision works its widths out with tensors
        state = get_model(model.architecture, weights=None, num_classes=7, **options).state_dict()
    shapes = {f"module.{name}": tuple(tensor.shape) for name, tensor in state.items()}
    claims = {key: other.recognise(shapes, {}) for key, other in all_families().items()}
    found = claims.pop(model.family)
    assert found is not None
    assert (found.key, found.outputs) == (model.key, 7)
    assert set(claims.values()) == {None}
    own = sum(
        math.prod(shape) for name, shape in shapes.items() if not family.current_name(name).startswith(family.auxiliary)
    )
    assert found.parameters <= own
