"""The facts of a pretrained model in plain words, and which models a task can start from; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, licence_of
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.library import Entry, Library
from ptstudio.models import all_families


@dataclass(frozen=True)
class Fact:
    """A fact: what it is, and its value."""

    name: str
    value: str


def ready_models(task: str, library: Library) -> list[Entry]:
    """The models on this machine that can do the task, from light to heavy."""
    families = _families_of(task)
    fitting = [entry for entry in library.models() if entry.model.family in families]
    return sorted(fitting, key=lambda entry: work(entry.model))


def absent_models(task: str, library: Library) -> list[PretrainedModel]:
    """The published models that can do the task but whose weights are not on this machine, from light to heavy."""
    here = {entry.model.key for entry in library.models()}
    published = [model for family in all_families().values() if task in family.tasks for model in family.catalogue]
    return sorted((model for model in published if model.key not in here), key=work)


def work(model: PretrainedModel) -> float:
    """About how much there is to compute for a picture, to compare models by: millions of parameters at 224 pixels."""
    return model.parameters / 1e6 * (model.input.px / 224) ** 2


def is_meant(model: PretrainedModel, words: str) -> bool:
    """Whether a model fits what a person types into a search field: every word somewhere in its facts."""
    text = f"{model.key} {model.title} {model.summary} {model.family} {model.licence} {model.accuracy_on}".casefold()
    return all(word in text for word in words.casefold().split())


def facts_of(model: PretrainedModel) -> tuple[Fact, ...]:
    """What a person should know before choosing a model."""
    return (
        Fact(tr("Parameters"), parameters(model)),
        Fact(tr("Weights"), formats.size(model.size_mb)),
        Fact(tr("Pictures"), tr("{px} × {px} pixels", px=model.input.px)),
        Fact(tr("Licence"), licence(model)),
        Fact(tr("Learned from"), learned_from(model)),
        Fact(tr("Published accuracy"), accuracy(model)),
    )


def parameters(model: PretrainedModel) -> str:
    """The number of parameters."""
    return tr("{number} million", number=f"{model.parameters / 1e6:.1f}")


def licence(model: PretrainedModel) -> str:
    """The licence, and what it means in a few words."""
    return licence_of(model.licence).words.say(tr)


def learned_from(model: PretrainedModel) -> str:
    """What the network saw before."""
    if model.accuracy_on:
        return tr("{data}, {count} classes", data=model.accuracy_on, count=formats.count(model.outputs))
    if len(model.labels) > 1:
        return tr("{count} classes: {some}, …", count=len(model.labels), some=", ".join(model.labels[:3]))
    return tr("see its model card") if model.licence != UNKNOWN else tr("not stated")


def accuracy(model: PretrainedModel) -> str:
    """The published accuracy, and on what."""
    if model.accuracy is None:
        return tr("none published")
    return tr("{value} % on {data}", value=f"{model.accuracy:.1f}", data=model.accuracy_on)


def _families_of(task: str) -> set[str]:
    return {family.key for family in all_families().values() if task in family.tasks}
