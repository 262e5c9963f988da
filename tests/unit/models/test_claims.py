"""What is published of weights is claimed for them only as long as the network is the published one."""

from types import ModuleType

import pytest

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families
from ptstudio.models._claims import false_claim, published_at, with_true_claims
from ptstudio.models._hub_models import HUB_MODELS, HubModel
from tests.helpers.recipes import load_recipe

FAMILY = all_families()["hf-image-classifier"]
CATALOGUE = [model for family in all_families().values() for model in family.catalogue]


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    return load_recipe("hugging_face_facts")


@pytest.mark.parametrize("row", HUB_MODELS, ids=lambda row: row.repository)
def test_the_networks_of_the_catalogue_are_known_by_their_files(recipe: ModuleType, row: HubModel) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in recipe.network(row).state_dict().items()}
    labels = {str(number): f"LABEL_{number}" for number in range(1000)}
    found = FAMILY.recognise(shapes, row.config | {"id2label": labels})
    assert found is not None
    assert false_claim(found.model_copy(update={"source": row.facts(FAMILY.key).source})) == ""


@pytest.mark.parametrize("known", CATALOGUE, ids=lambda model: model.key)
def test_what_the_catalogue_says_of_its_own_is_true(known: PretrainedModel) -> None:
    assert published_at(known.source) == known
    assert with_true_claims(known) == known


@pytest.mark.parametrize("change", [{"outputs": 3}, {"parameters": 1_200_000}, {"architecture": "ViTForSomething"}])
def test_another_network_keeps_what_it_says_itself_and_nothing_else(change: dict[str, object]) -> None:
    known = next(model for model in CATALOGUE if model.source.endswith("/facebook/convnextv2-nano-1k-224"))
    model = with_true_claims(known.model_copy(update={"labels": ("a", "b"), **change}))
    assert (model.title, model.summary, model.pretrained_on) == ("convnextv2-nano-1k-224", "", "")
    assert (model.accuracy, model.accuracy_on, model.accuracy_source, model.paper) == (None, "", "", "")
    assert (model.labels, model.licence, model.key) == (("a", "b"), known.licence, known.key)
    (note,) = model.limits
    assert "This is another network than the “ConvNeXt V2 nano” that PTStudio knows there" in note
    assert "15.6 M parameters and 1,000 classes" in note
    assert with_true_claims(model) == model
