"""What is said of a model in a word or two beside its title, each with its reason; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats, model_fit, model_words
from ptstudio.app.model_advice import Advice
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_fit import Verdict
from ptstudio.app.translation import tr
from ptstudio.core.licence import UNKNOWN, licence_of


@dataclass(frozen=True)
class Badge:
    """Words, an icon and a colour of the theme that go with them, and the reason for a tool tip."""

    text: str
    icon_name: str
    colour: str
    tip: str


_FIT_LOOKS = {
    Verdict.FITS: ("done", "good"),
    Verdict.SMALL_BATCHES: ("attention", "warning"),
    Verdict.HEAD_ONLY: ("attention", "warning"),
    Verdict.TOO_BIG: ("failed", "bad"),
}


def badges(listed: Listed, advice: Advice | None = None) -> tuple[Badge, ...]:
    """The badges of a model; `advice` is what is said of it for somebody's data, if anything is."""
    found = (place_badge(listed), fit_badge(listed), licence_badge(listed), advice_badge(advice))
    return tuple(badge for badge in found if badge is not None)


def advice_badge(advice: Advice | None) -> Badge | None:
    """Whether it is recommended, or only all that there is."""
    if advice is None:
        return None
    return Badge(advice.words, *(("info", "warning") if advice.is_stopgap else ("try", "accent")), advice.reason)


def licence_badge(listed: Listed) -> Badge | None:
    """What of its licence stands in the way of selling what is built on it, or leaves that open."""
    licence = licence_of(listed.model.licence)
    if licence.may_be_sold:
        return None
    tip = model_words.licence(listed.model)
    if licence.is_non_commercial:
        return Badge(tr("non-commercial"), "forbidden", "warning", tip)
    if licence.spdx == UNKNOWN:
        return Badge(tr("licence not stated"), "licence", "warning", tip)
    words = tr("read its licence") if licence.is_open_question else tr("no changes passed on")
    return Badge(words, "licence", "warning", tip)


def place_badge(listed: Listed) -> Badge:
    """Whether it is on this machine, or what a download would be."""
    if listed.entry is not None:
        tip = tr("It comes with PTStudio.") if listed.entry.is_built_in else tr("Its weights are in your library.")
        return Badge(tr("ready"), "done", "good", tip)
    size = formats.size(listed.model.size_mb)
    if listed.arrived is not None and listed.is_held:
        words = tr("paused at {percent} %", percent=listed.arrived)
        return Badge(words, "pause", "muted", tr("What has arrived of its {size} is kept.", size=size))
    if listed.arrived is not None:
        words = tr("getting {percent} %", percent=listed.arrived)
        return Badge(words, "running", "accent", tr("Its file of {size} is on its way.", size=size))
    tip = tr("Its weights are not on this machine; they are a file of {size}.", size=size)
    return Badge(tr("download {size}", size=size), "drop", "muted", tip)


def fit_badge(listed: Listed) -> Badge:
    """How it suits this machine."""
    verdict = listed.fit.verdict
    icon_name, colour = _FIT_LOOKS[verdict]
    is_too_big = verdict is Verdict.TOO_BIG
    words = tr("too big for this machine") if is_too_big else model_fit.verdict_words(verdict)
    return Badge(words, icon_name, colour, model_fit.reason(listed.fit))


def spoken(listed: Listed, advice: Advice | None, *, is_chosen: bool) -> str:
    """Title and badges as one line that is read aloud."""
    state = [tr("chosen")] if is_chosen else []
    return ", ".join([listed.model.title, *state, *(badge.text for badge in badges(listed, advice))])
