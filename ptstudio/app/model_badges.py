"""What is said of a model in a word or two beside its title, each with its reason; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats, model_fit
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_fit import Verdict
from ptstudio.app.translation import tr


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


def badges(listed: Listed, advice: str = "") -> tuple[Badge, ...]:
    """The badges of a model; `advice` says why it is recommended, if it is."""
    recommended = (Badge(tr("recommended for your data"), "try", "accent", advice),) if advice else ()
    return (place_badge(listed), fit_badge(listed), *recommended)


def place_badge(listed: Listed) -> Badge:
    """Whether it is on this machine, or what a download would be."""
    if listed.entry is not None:
        tip = tr("It comes with PTStudio.") if listed.entry.is_built_in else tr("You have added it to the library.")
        return Badge(tr("ready"), "done", "good", tip)
    size = formats.size(listed.model.size_mb)
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


def spoken(listed: Listed, advice: str, *, is_chosen: bool) -> str:
    """Title and badges as one line that is read aloud."""
    state = [tr("chosen")] if is_chosen else []
    return ", ".join([listed.model.title, *state, *(badge.text for badge in badges(listed, advice))])
