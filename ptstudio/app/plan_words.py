"""What a plan says of energy, and where its estimates come from, in sentences; knows no widget."""

from ptstudio.app.translation import tr
from ptstudio.app.usage_words import energy_words
from ptstudio.core.machine import Plan


def lines(plan: Plan) -> list[str]:
    """The energy, where it can be told, and what time and energy were estimated from."""
    said = [tr("It may take {energy}.", energy=energy_words(plan.energy_wh))] if plan.energy_wh is not None else []
    return [*said, estimated_from(plan)]


def estimated_from(plan: Plan) -> str:
    """What the estimates come from."""
    if not plan.learned_from:
        return tr("From the speed that was just measured; the next estimate learns from what this training takes.")
    words = {"count": plan.learned_from}
    if plan.is_same_network:
        one, many = (
            tr("From the speed that was measured, and from an earlier training of this model on this machine."),
            tr("From the speed that was measured, and from {count} earlier trainings of this model on this machine.",
               **words),
        )  # fmt: skip
    else:
        one, many = (
            tr("From the speed that was measured, and from an earlier training of another model on this machine."),
            tr("From the speed that was measured, and from {count} earlier trainings of other models on this machine.",
               **words),
        )  # fmt: skip
    return one if plan.learned_from == 1 else many
