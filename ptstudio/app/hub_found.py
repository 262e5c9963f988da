"""A model that the Hub has found, and how it stands on this machine, as a person reads it; knows no widget."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, Obligation, licence_of
from ptstudio.core.model_names import page_of
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.library.entry import Entry


@dataclass(frozen=True)
class Found:
    """A model of the Hub: `key` is where the library has this revision, `other` where it has another one.

    `arrived` is how many per cent of it are here while it is being got.
    """

    model: FoundModel
    key: str = ""
    other: str = ""
    arrived: int | None = None


def standing(models: Iterable[FoundModel], entries: Iterable[Entry], arrived: Mapping[str, int]) -> list[Found]:
    """How each stands: with what the library holds, and what is on its way, by what was asked for."""
    held: dict[str, dict[str, str]] = {}
    for entry in entries:
        held.setdefault(entry.model.source, {})[entry.model.revision] = entry.model.key
    found = []
    for model in models:
        revisions = held.get(page_of(model.name), {})
        other = next(iter(revisions.values()), "")
        found.append(Found(model, revisions.get(model.revision, ""), other, arrived.get(model.asked)))
    return found


def state_words(found: Found) -> str:
    """How it stands, in a few words; nothing where there is nothing to say."""
    if found.arrived is not None:
        return tr("{percent} % have arrived", percent=found.arrived)
    if found.key:
        return tr("on this machine")
    if found.other:
        return tr("other revision here")
    return tr("wants your agreement") if found.model.is_gated else ""


def state_look(found: Found) -> tuple[str, str]:
    """The icon beside those words, and its colour."""
    if found.arrived is not None:
        return "drop", "accent"
    if found.key:
        return "done", "good"
    if found.other:
        return "info", "accent"
    return ("attention", "warning") if found.model.is_gated else ("", "text")


def remark(found: Found) -> str:
    """The same in a sentence that says what follows from it."""
    if found.arrived is not None:
        return tr("It is on its way: {percent} % have arrived.", percent=found.arrived)
    if found.key:
        return tr("It is on this machine, as “{key}”.", key=found.key)
    if found.other:
        return tr("Another revision of it is on this machine, as “{key}”. This one would come beside it.",
                  key=found.other)  # fmt: skip
    if found.model.is_gated:
        return tr("Its publisher gives it only to those who agree to the terms on its page, signed in; then a token "
                  "shows who you are.")  # fmt: skip
    return tr("It is not on this machine yet.")


def licence_words(model: FoundModel) -> str:
    """Its licence, and what that means."""
    return licence_of(model.licence).words.say(tr)


def short_licence(model: FoundModel) -> str:
    """Its licence, and the one thing about it that matters most."""
    licence = licence_of(model.licence)
    if licence.spdx == UNKNOWN:
        return tr("not stated")
    words = next((said for duty, said in _GRAVEST.items() if duty in licence.obligations), "may be sold")
    return tr("{licence}: {words}", licence=licence.spdx, words=tr(words))


def size_words(model: FoundModel) -> str:
    """How large the weights are; nothing where the Hub does not say."""
    return formats.size(model.size_mb) if model.size_mb is not None else ""


def day_words(model: FoundModel) -> str:
    """The day of the last change."""
    return model.changed[:10]


def facts(model: FoundModel) -> list[tuple[str, str]]:
    """What the Hub says of it, as pairs of a name and a value; nothing that it does not say."""
    millions = f"{model.parameters / 1e6:,.1f}" if model.parameters else ""
    pairs = [
        (tr("Architecture"), model.architecture),
        (tr("Parameters"), tr("{count} million", count=millions) if millions else ""),
        (tr("Size"), size_words(model)),
        (tr("Downloads"), tr("{count} in the last month", count=formats.count(model.downloads))),
        (tr("Last change"), day_words(model)),
        (tr("Revision"), model.revision[:12]),
    ]
    return [(name, value) for name, value in pairs if value]


_GRAVEST: Mapping[Obligation, str] = MappingProxyType(
    {
        Obligation.NON_COMMERCIAL: "not for sale",
        Obligation.NO_DERIVATIVES: "keep to yourself",
        Obligation.USE_LIMITS: "some uses forbidden",
        Obligation.SHARE_ALIKE: "same licence",
        Obligation.UNKNOWN: "read it",
    }
)
