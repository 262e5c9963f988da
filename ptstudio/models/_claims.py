"""What the catalogue claims of the weights at an address, held against the network that came from there."""

from typing import Any

from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families

MOST_APART = 0.05
"""Files hold a few numbers that are no parameters, such as tables of positions: a share of 2 % at most (LeViT)."""
CLAIMS = (
    *("summary", "accuracy", "accuracy_on", "accuracy_source", "paper", "paper_url"),
    *("pretrained_on", "limits", "languages"),
)


def published_at(source: str) -> PretrainedModel | None:
    """What the catalogue knows of the weights at an address, if it knows them."""
    catalogue = (model for family in all_families().values() for model in family.catalogue)
    return next((model for model in catalogue if model.source == source), None)


def false_claim(model: PretrainedModel) -> str:
    """A sentence where what came from an address is another network than the one that is known there; else empty."""
    known = published_at(model.source)
    if known is None or _is_alike(known, model):
        return ""
    is_said = known.architecture != model.architecture
    return (
        f"This is another network than the “{known.title}” that PTStudio knows there: {_measures(model, is_said)} "
        f"instead of {_measures(known, is_said)}. What is published of that one is not claimed for this one."
    )


def with_true_claims(model: PretrainedModel) -> PretrainedModel:
    """The same where the network is the known one; else without what is published of that, and with a note."""
    note = false_claim(model)
    if not note:
        return model
    nothing: dict[str, Any] = {name: PretrainedModel.model_fields[name].default for name in CLAIMS}
    name = model.source.rstrip("/").rpartition("/")[2]
    return model.model_copy(update=nothing | {"title": name, "limits": (note,)})


def _is_alike(known: PretrainedModel, model: PretrainedModel) -> bool:
    apart = abs(model.parameters - known.parameters)
    is_as_large = apart <= MOST_APART * known.parameters
    return (model.architecture, model.outputs) == (known.architecture, known.outputs) and is_as_large


def _measures(model: PretrainedModel, is_named: bool) -> str:
    name = f"{model.architecture} with " if is_named else ""
    return f"{name}{model.parameters / 1e6:.1f} M parameters and {model.outputs:,} classes"
