"""The facts of a pretrained model in plain words; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats, input_words
from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, licence_of
from ptstudio.core.pretrained import PretrainedModel, TextInput

USUAL_TOKENS = 128
"""As long as most texts that are sorted: a few sentences. What a network could read beyond that costs nothing."""
TOKENS_LIKE_A_PICTURE = 200
"""A network that reads uses each parameter once a token; ResNet-50 uses each some 160 times for a picture, and the time
that it takes to move its results makes that as much as 200 (`model_costs`)."""
USUAL_VOCABULARY, USUAL_WIDTH = 30_522, 768
"""Those of BERT, from which a configuration tells only what differs."""


@dataclass(frozen=True)
class Fact:
    """A fact: what it is, and its value."""

    name: str
    value: str


def work(model: PretrainedModel) -> float:
    """About how much there is to compute for a sample, to compare models by: millions of parameters that look at a
    picture of 224 pixels, or read 200 tokens: both take about as long.
    """
    if isinstance(model.input, TextInput):
        return _reading_parameters(model) / 1e6 * min(model.input.most_tokens, USUAL_TOKENS) / TOKENS_LIKE_A_PICTURE
    return model.parameters / 1e6 * (model.picture.px / 224) ** 2


def _reading_parameters(model: PretrainedModel) -> float:
    """Those that compute; a vocabulary is only looked up."""
    vocabulary, width = model.config.get("vocab_size"), model.config.get("hidden_size")
    looked_up = int(vocabulary or USUAL_VOCABULARY) * int(width or USUAL_WIDTH)
    return max(model.parameters - looked_up, model.parameters / 10)


def facts_of(model: PretrainedModel) -> tuple[Fact, ...]:
    """What a person should know before choosing a model."""
    return (
        Fact(tr("Parameters"), parameters(model)),
        Fact(tr("Weights"), weights(model)),
        Fact(input_words.title(model.input), input_words.size(model.input)),
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
