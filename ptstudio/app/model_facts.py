"""All that is known of one model, for whoever wants to read it; knows no widget."""

from ptstudio.app import input_words, model_fit, model_words
from ptstudio.app.model_browsing import Listed, speed_words
from ptstudio.app.model_costs import cost_of
from ptstudio.app.translation import tr
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families


def details_of(listed: Listed) -> list[tuple[str, str]]:
    """The facts of a model as names and values."""
    model = listed.model
    facts = [
        (tr("Published accuracy"), model_words.accuracy(model)),
        (tr("Learned from"), model_words.learned_from(model)),
        (tr("Licence"), model_words.licence(model)),
        (input_words.title(model.input), input_words.size(model.input)),
        (tr("Speed"), _speed(listed)),
        (tr("Memory to train"), model_fit.amount(listed.fit.train_mb, listed.fit)),
        (tr("Memory to use"), model_fit.amount(listed.fit.use_mb, listed.fit)),
        (tr("Weights"), model_words.weights(model)),
        (tr("Parameters"), model_words.parameters(model)),
        (tr("Design"), _design(model)),
        (tr("Paper"), paper(model)),
        (tr("Languages"), input_words.languages(model.languages)),
    ]
    return [(name, value) for name, value in facts if value]


def paper(model: PretrainedModel) -> str:
    """What describes the network, and where it can be read."""
    address = model.paper_url.removeprefix("https://")
    return tr("{paper}, {address}", paper=model.paper, address=address) if model.paper else ""


def card_text(listed: Listed) -> str:
    """Its known limits and what its maker says about it, as Markdown; where no card lies beside the weights, where they
    and their accuracy were published.
    """
    return "\n\n".join(filter(None, (_limits(listed.model), _card(listed))))


def _limits(model: PretrainedModel) -> str:
    if not model.limits:
        return ""
    return "\n".join([f"#### {tr('Known limits and biases')}", "", *(f"- {tr(limit)}" for limit in model.limits)])


def _card(listed: Listed) -> str:
    if listed.entry is not None and listed.entry.card is not None:
        return listed.entry.card_text
    lines = [tr("Source of the weights: {source}", source=listed.model.source)]
    if listed.model.accuracy_source:
        lines.append(tr("Source of the accuracy: {source}", source=listed.model.accuracy_source))
    return "\n\n".join([f"#### {tr('Sources')}", *lines])


def _design(model: PretrainedModel) -> str:
    """The kind of network; on the Hub, an architecture's name begins with it: `ViTForImageClassification`."""
    kind, purpose, _ = model.architecture.partition("For")
    family = all_families().get(model.family)
    return kind if purpose else family.title if family is not None else model.family


def _speed(listed: Listed) -> str:
    cost = cost_of(listed.model)
    if cost is None:
        return speed_words(listed.speed)
    if cost.gigamacs < 1:
        amount = tr("{number} million multiplications", number=f"{1000 * cost.gigamacs:.0f}")
    else:
        amount = tr("{number} billion multiplications", number=f"{cost.gigamacs:.1f}")
    each = input_words.for_each(listed.model.input, amount)
    return tr("{speed}: {amount}", speed=speed_words(listed.speed), amount=each)
