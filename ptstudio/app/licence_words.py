"""What a licence asks for, one plain sentence for each duty; knows no widget and no model."""

from collections.abc import Mapping
from types import MappingProxyType

from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, Licence, Obligation

GRAVE = (Obligation.NON_COMMERCIAL, Obligation.NO_DERIVATIVES, Obligation.USE_LIMITS, Obligation.UNKNOWN)
"""What may stand in the way of passing on what is built."""


def name_of(licence: Licence) -> str:
    """The name that people know it by."""
    return tr("not stated by its publisher") if licence.spdx == UNKNOWN else licence.spdx


def duties(licence: Licence) -> list[tuple[Obligation | None, str]]:
    """Each duty with its sentence; one without a duty where it asks for nothing."""
    if not licence.obligations:
        return [(None, tr("Free for everything: it asks nothing of you."))]
    return [(duty, tr(_DUTIES[duty])) for duty in Obligation if duty in licence.obligations]


_DUTIES: Mapping[Obligation, str] = MappingProxyType({
    Obligation.ATTRIBUTION: "Name the authors when you pass on what you build. PTStudio writes them into every export.",
    Obligation.SHARE_ALIKE: "Pass on what you build under the same licence.",
    Obligation.NON_COMMERCIAL: "Not for commercial use: do not earn money with it, nor with what you train from it.",
    Obligation.NO_DERIVATIVES: "Do not pass on what you train from it.",
    Obligation.USE_LIMITS: "Its text forbids some uses. Keep to that, and pass these limits on.",
    Obligation.GATED: "Its publisher gives it only to those who agree to the terms on its page, signed in.",
    Obligation.UNKNOWN: "What is allowed is not known here. Read it, or ask the publisher, before you pass on what you "
    "build.",
})  # fmt: skip
