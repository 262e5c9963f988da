"""All known models as one list: searched, filtered and sorted; knows no widget."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from ptstudio.app import model_words
from ptstudio.app.model_costs import Speed, effort_of, speed_of
from ptstudio.app.model_fit import Fit, Room, Verdict, fit
from ptstudio.app.translation import tr
from ptstudio.core.licence import licence_of
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.entry import Entry
from ptstudio.library.library import Library
from ptstudio.models import all_families

SMALL_UNTIL_MB, MEDIUM_UNTIL_MB = 50.0, 200.0
_SPEEDS = tuple(Speed)


class Size(StrEnum):
    """How large the file of the weights is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Terms(StrEnum):
    """What a licence has to say of earning money with what is built on the model."""

    NOT_FORBIDDEN = "not-forbidden"
    ALLOWED = "allowed"


class Order(StrEnum):
    """What the list is sorted by."""

    RECOMMENDED = "recommended"
    NAME = "name"
    SIZE = "size"
    ACCURACY = "accuracy"
    SPEED = "speed"


@dataclass(frozen=True)
class Listed:
    """A model of the list; `entry` is where it lies on this machine, if it does, `arrived` how much per cent of it has
    come while it is being fetched, unless that `is_held`. `does_task` says whether it can learn the project's task.
    """

    model: PretrainedModel
    entry: Entry | None
    fit: Fit
    speed: Speed
    may_be_sold: bool
    arrived: int | None = None
    is_held: bool = False
    is_non_commercial: bool = False
    does_task: bool = True

    @property
    def key(self) -> str:
        """The key of the model."""
        return self.model.key

    @property
    def is_here(self) -> bool:
        """Whether its weights are on this machine."""
        return self.entry is not None

    @property
    def can_start(self) -> bool:
        """Whether a training of the project's task can start from it."""
        return self.is_here and self.does_task

    @cached_property
    def text(self) -> str:
        """All that a search looks through, in the user's language and in ours."""
        model, family = self.model, all_families().get(self.model.family)
        names = (model.key, model.title, repository_of(model), model.family, family.title if family is not None else "")
        said = (tr(model.summary), model.summary, model.paper, model.licence, model.accuracy_on, model.pretrained_on)
        return " ".join([*names, *said, *model.languages]).casefold()

    @property
    def size(self) -> Size:
        """The class of its download."""
        megabytes = self.model.size_mb
        return (
            Size.SMALL if megabytes <= SMALL_UNTIL_MB else Size.MEDIUM if megabytes <= MEDIUM_UNTIL_MB else Size.LARGE
        )


@dataclass(frozen=True)
class Filters:
    """Which models are shown; the defaults leave nothing out."""

    words: str = ""
    this_task: bool = False
    size: Size | None = None
    terms: Terms | None = None
    is_here: bool = False
    fits: bool = False

    def admits(self, listed: Listed) -> bool:
        """Whether a model is shown."""
        return (
            (self.size is None or listed.size is self.size)
            and (self.terms is not Terms.ALLOWED or listed.may_be_sold)
            and (self.terms is not Terms.NOT_FORBIDDEN or not listed.is_non_commercial)
            and (not self.this_task or listed.does_task)
            and (not self.is_here or listed.is_here)
            and (not self.fits or listed.fit.verdict is not Verdict.TOO_BIG)
            and all(word in listed.text for word in self.words.casefold().split())
        )

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(name for name in _NAMES if getattr(self, name) != getattr(_NONE, name))

    def without(self, name: str) -> "Filters":
        """The same with one of them loosened."""
        return replace(self, **{name: getattr(_NONE, name)})


_NAMES = ("words", "this_task", "size", "terms", "is_here", "fits")
_NONE = Filters()


def all_listed(task: str, library: Library, room: Room) -> list[Listed]:
    """Every model of every task: those on this machine, then those that are only known, from light to heavy.

    It reads no weights and calls no Qt, so that a thread may do it.
    """
    here = {entry.model.key: entry for entry in library.models()}
    families = all_families()
    published = [model for family in families.values() for model in family.catalogue if model.key not in here]
    known = [entry.model for entry in here.values() if entry.model.family in families]
    return [
        _listed(model, here.get(model.key), room, does_task=task in families[model.family].tasks)
        for models in (known, published)
        for model in sorted(models, key=model_words.work)
    ]


def shown(known: Sequence[Listed], filters: Filters, order: Order, best_first: Sequence[str]) -> list[Listed]:
    """What the filters admit, in order; `best_first` are the keys in the order in which they are recommended."""
    found = [listed for listed in known if filters.admits(listed)]
    return sorted(found, key=_sorting(order, best_first))


def repository_of(model: PretrainedModel) -> str:
    """Where its weights are published, as people type it: `owner/name`; of a file of one's own its name."""
    return "/".join(model.source.rstrip("/").split("/")[-2:])


def dividing(known: Sequence[Listed]) -> set[str]:
    """The names of the filters that divide this list: others would show all of it, or nothing."""
    trials = (
        ("this_task", Filters(this_task=True)),
        *(("terms", Filters(terms=terms)) for terms in Terms),
        ("is_here", Filters(is_here=True)),
        ("fits", Filters(fits=True)),
    )
    found = {name for name, trial in trials if 0 < sum(map(trial.admits, known)) < len(known)}
    return found | ({"size"} if len({listed.size for listed in known}) > 1 else set())


def loosening(known: Sequence[Listed], filters: Filters) -> list[tuple[str, int]]:
    """Where nothing is shown: the filters that each hide something by themselves, and how many models that is."""
    counts = [(name, sum(map(filters.without(name).admits, known))) for name in filters.narrowing]
    return sorted(((name, count) for name, count in counts if count), key=lambda found: -found[1])


def with_arrived(known: Iterable[Listed], arrived: Mapping[str, int], held: Collection[str] = ()) -> list[Listed]:
    """Those models of which now another share has come than they say, or that are paused now or no longer, each with
    what is true; shares are by key, `held` are the keys of those that are paused.
    """
    return [
        replace(one, arrived=arrived.get(one.key), is_held=one.key in held)
        for one in known
        if (one.arrived, one.is_held) != (arrived.get(one.key), one.key in held)
    ]


def size_words(size: Size) -> str:
    """What a class of size means."""
    small, medium = f"{SMALL_UNTIL_MB:.0f} MB", f"{MEDIUM_UNTIL_MB:.0f} MB"
    return {
        Size.SMALL: tr("small, up to {size}", size=small),
        Size.MEDIUM: tr("medium, up to {size}", size=medium),
        Size.LARGE: tr("large, over {size}", size=medium),
    }[size]


def terms_words(terms: Terms) -> str:
    """What of a licence is asked for."""
    return tr("hide non-commercial") if terms is Terms.NOT_FORBIDDEN else tr("may be sold")


def speed_words(speed: Speed) -> str:
    """A class of speed in a word."""
    if speed is Speed.MEDIUM:
        return tr("medium")
    return tr("quick") if speed is Speed.QUICK else tr("slow")


def order_words(order: Order) -> str:
    """How an order is called."""
    return {
        Order.RECOMMENDED: tr("recommended"),
        Order.NAME: tr("name"),
        Order.SIZE: tr("size, smallest first"),
        Order.ACCURACY: tr("accuracy, best first"),
        Order.SPEED: tr("speed, quickest first"),
    }[order]


def order_tip() -> str:
    """What “recommended” goes by."""
    return tr("Recommended: first what suits your data and this machine best. Once you have tried models on your data, "
              "those follow by their figure. Then come the others: what suits before what does not, what may be sold "
              "before the rest, the more accurate first, unknown accuracy last.")  # fmt: skip


def _listed(model: PretrainedModel, entry: Entry | None, room: Room, *, does_task: bool) -> Listed:
    licence = licence_of(model.licence)
    return Listed(
        model=model,
        entry=entry,
        fit=fit(model, room),
        speed=speed_of(model),
        may_be_sold=licence.may_be_sold,
        is_non_commercial=licence.is_non_commercial,
        does_task=does_task,
    )


def _sorting(order: Order, best_first: Sequence[str]) -> Callable[[Listed], tuple[object, ...]]:
    ranks = {key: rank for rank, key in enumerate(best_first)}
    keys: dict[Order, Callable[[Listed], tuple[object, ...]]] = {
        Order.RECOMMENDED: lambda listed: (ranks.get(listed.key, len(ranks)),),
        Order.NAME: lambda listed: (listed.model.title.casefold(),),
        Order.SIZE: lambda listed: (listed.model.size_mb,),
        Order.ACCURACY: lambda listed: (-(listed.model.accuracy or 0.0),),
        Order.SPEED: lambda listed: (_SPEEDS.index(listed.speed), effort_of(listed.model)),
    }
    return keys[order]
