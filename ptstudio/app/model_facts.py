"""All that is known of one model, for whoever wants to read it; knows no widget."""

from ptstudio.app import formats, library_rows, model_fit, model_words
from ptstudio.app.model_browsing import Listed, speed_words
from ptstudio.app.model_costs import cost_of
from ptstudio.app.translation import tr
from ptstudio.models import all_families


def details_of(listed: Listed) -> list[tuple[str, str]]:
    """The facts of a model as names and values."""
    model = listed.model
    family = all_families().get(model.family)
    return [
        (tr("Published accuracy"), model_words.accuracy(model)),
        (tr("Learned from"), model_words.learned_from(model)),
        (tr("Licence"), model_words.licence(model)),
        (tr("Pictures"), tr("{px} × {px} pixels", px=model.input.px)),
        (tr("Speed"), _speed(listed)),
        (tr("Memory to train"), model_fit.amount(listed.fit.train_mb, listed.fit)),
        (tr("Memory to use"), model_fit.amount(listed.fit.use_mb, listed.fit)),
        (tr("Weights"), formats.size(model.size_mb)),
        (tr("Parameters"), model_words.parameters(model)),
        (tr("Design"), family.title if family is not None else model.family),
    ]


def card_text(listed: Listed) -> str:
    """What its maker says about it, as Markdown, or, where no card lies beside the weights, where it was published."""
    path = listed.entry.card if listed.entry is not None else None
    if path is not None:
        return library_rows.without_front_matter(path.read_text(encoding="utf-8", errors="replace"))
    lines = [tr(listed.model.summary), tr("Source of the weights: {source}", source=listed.model.source)]
    if listed.model.accuracy_source:
        lines.append(tr("Source of the accuracy: {source}", source=listed.model.accuracy_source))
    return "\n\n".join(filter(None, lines))


def _speed(listed: Listed) -> str:
    cost = cost_of(listed.model)
    if cost is None:
        return speed_words(listed.speed)
    if cost.gigamacs < 1:
        return tr("{speed}: {number} million multiplications for each picture",
                  speed=speed_words(listed.speed), number=f"{1000 * cost.gigamacs:.0f}")  # fmt: skip
    return tr("{speed}: {number} thousand million multiplications for each picture",
              speed=speed_words(listed.speed), number=f"{cost.gigamacs:.1f}")  # fmt: skip
