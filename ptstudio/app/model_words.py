"""The facts of a pretrained model in plain words; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, licence_of
from ptstudio.core.pretrained import PretrainedModel


@dataclass(frozen=True)
class Fact:
    """A fact: what it is, and its value."""

    name: str
    value: str


def work(model: PretrainedModel) -> float:
    """About how much there is to compute for a picture, to compare models by: millions of parameters at 224 pixels."""
    return model.parameters / 1e6 * (model.input.px / 224) ** 2


def facts_of(model: PretrainedModel) -> tuple[Fact, ...]:
    """What a person should know before choosing a model."""
    return (
        Fact(tr("Parameters"), parameters(model)),
        Fact(tr("Weights"), weights(model)),
        Fact(tr("Pictures"), tr("{px} × {px} pixels", px=model.input.px)),
        Fact(tr("Licence"), licence(model)),
        Fact(tr("Learned from"), learned_from(model)),
        Fact(tr("Published accuracy"), accuracy(model)),
    )


def parameters(model: PretrainedModel) -> str:
    """The number of parameters."""
    return tr("{number} million", number=f"{model.parameters / 1e6:.1f}")


def weights(model: PretrainedModel) -> str:
    """How large the file of the weights is; an estimate is called so."""
    size = formats.size(model.size_mb)
    return tr("about {size}", size=size) if model.size_is_estimated else size


def licence(model: PretrainedModel) -> str:
    """The licence, and what it means in a few words."""
    return licence_of(model.licence).words.say(tr)


def learned_from(model: PretrainedModel) -> str:
    """What the network saw before."""
    data = model.pretrained_on or model.accuracy_on
    if data and not model.outputs:
        return tr(data)
    if data:
        return tr("{data}, {count} classes", data=tr(data), count=formats.count(model.outputs))
    if len(model.labels) > 1:
        return tr("{count} classes: {some}, …", count=len(model.labels), some=", ".join(model.labels[:3]))
    return tr("see its model card") if model.licence != UNKNOWN else tr("not stated")


def accuracy(model: PretrainedModel) -> str:
    """The published accuracy, and on what."""
    if model.accuracy is None:
        return tr("none published")
    return tr("{value} % on {data}", value=f"{model.accuracy:.1f}", data=model.accuracy_on)
