"""Licences by their SPDX id: what each asks for in plain words, and where its text is; knows no model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from ptstudio.core.folders import resources
from ptstudio.core.sentence import Sentence

UNKNOWN = "unknown"
OWN = "Apache-2.0"
"""PTStudio's own, which holds for every program that it writes along with an export."""


class Obligation(StrEnum):
    """What a licence asks of whoever uses the model."""

    ATTRIBUTION = "attribution"
    SHARE_ALIKE = "share-alike"
    NON_COMMERCIAL = "non-commercial"
    NO_DERIVATIVES = "no-derivatives"
    USE_LIMITS = "use-limits"
    GATED = "gated"
    UNKNOWN = "unknown"


_AGAINST_SALE = frozenset({Obligation.NON_COMMERCIAL, Obligation.NO_DERIVATIVES, Obligation.UNKNOWN})


@dataclass(frozen=True)
class Licence:
    """A licence; `meaning` is English, and empty where only reading the text itself would tell."""

    spdx: str
    obligations: tuple[Obligation, ...]
    meaning: str = ""

    @property
    def is_non_commercial(self) -> bool:
        """Whether it forbids to earn money with what is built on the model."""
        return Obligation.NON_COMMERCIAL in self.obligations

    @property
    def may_be_sold(self) -> bool:
        """Whether money may be earned with what is built on the model, as far as is known."""
        return not _AGAINST_SALE.intersection(self.obligations)

    @property
    def is_open_question(self) -> bool:
        """Whether only its publisher can say if money may be earned with it."""
        return Obligation.UNKNOWN in self.obligations and not self.is_non_commercial

    @property
    def is_to_be_accepted(self) -> bool:
        """Whether it asks for so much that a person has to accept it before a model comes in.

        Not for naming the authors, which every export does; and terms behind a gate are accepted at the gate.
        """
        return bool(set(self.obligations) - {Obligation.ATTRIBUTION, Obligation.GATED})

    @property
    def address(self) -> str:
        """Where its text is published; empty where that is not known."""
        return f"https://spdx.org/licenses/{self.spdx}.html" if self.spdx in _ON_SPDX else ""

    @property
    def text(self) -> str:
        """The text as it ships with PTStudio; empty where only the address can be given."""
        file = resources() / "licences" / f"{self.spdx}.txt"
        return file.read_text(encoding="utf-8") if self.spdx in _ON_SPDX and file.is_file() else ""

    @property
    def words(self) -> Sentence:
        """Its name and what it means, in one sentence without a full stop."""
        if self.spdx == UNKNOWN:
            said = Sentence("not stated: ask the publisher before you pass on what you build with it")
        elif self.meaning:
            said = Sentence("{licence}: {meaning}", {"licence": self.spdx, "meaning": Sentence(self.meaning)})
        else:
            said = Sentence("{licence}: read it before you pass on what you build with it", {"licence": self.spdx})
        if Obligation.GATED not in self.obligations:
            return said
        return Sentence(
            "{licence}; its publisher gives it only to those who agree to the terms on its page", {"licence": said}
        )


def licence_of(stated: str, *, is_gated: bool = False) -> Licence:
    """The licence that goes by this name, in capitals or not.

    `is_gated` says that the publisher wants its terms accepted before a download. Of a name that is not known here,
    only what the name itself says is taken for certain: “NC” stands for non-commercial.
    """
    known = _KNOWN.get(stated.strip().casefold())
    licence = known or _unknown(stated.strip())
    return replace(licence, obligations=(*licence.obligations, Obligation.GATED)) if is_gated else licence


def _unknown(stated: str) -> Licence:
    if stated.casefold() in {"", "other", UNKNOWN}:
        return Licence(UNKNOWN, (Obligation.UNKNOWN,))
    is_non_commercial = "nc" in stated.casefold().split("-")
    return Licence(stated, (Obligation.UNKNOWN, *([Obligation.NON_COMMERCIAL] if is_non_commercial else [])))


_NAME_AUTHORS = "free to use and to sell what you build; name the authors"
_FREE = "free for everything"
_SAME_LICENCE = "free to use; name the authors, and pass on what you build under the same licence"
_UNCHANGED = "free to use; name the authors, and pass it on only as it is, so not what you train from it"
_NOT_SOLD = "not for commercial use; name the authors"
_NOT_SOLD_SAME = "not for commercial use; name the authors, and pass on what you build under the same licence"
_NOT_SOLD_UNCHANGED = "not for commercial use; name the authors, and do not pass on what you train from it"
_USE_LIMITS = "free to use and to sell what you build, but not for the uses that it forbids; pass these limits on"

_ATTRIBUTION = (Obligation.ATTRIBUTION,)
_SHARE_ALIKE = (Obligation.ATTRIBUTION, Obligation.SHARE_ALIKE)
_NON_COMMERCIAL = (Obligation.NON_COMMERCIAL, Obligation.ATTRIBUTION)

_LISTED = (
    *(
        Licence(name, _ATTRIBUTION, _NAME_AUTHORS)
        for name in ("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC-BY-3.0", "CC-BY-4.0")
    ),
    Licence("CC0-1.0", (), _FREE),
    Licence("Unlicense", (), _FREE),
    Licence("CC-BY-SA-3.0", _SHARE_ALIKE, _SAME_LICENCE),
    Licence("CC-BY-SA-4.0", _SHARE_ALIKE, _SAME_LICENCE),
    Licence("CC-BY-ND-4.0", (Obligation.ATTRIBUTION, Obligation.NO_DERIVATIVES), _UNCHANGED),
    Licence("CC-BY-NC-4.0", _NON_COMMERCIAL, _NOT_SOLD),
    Licence("CC-BY-NC-SA-4.0", (*_NON_COMMERCIAL, Obligation.SHARE_ALIKE), _NOT_SOLD_SAME),
    Licence("CC-BY-NC-ND-4.0", (*_NON_COMMERCIAL, Obligation.NO_DERIVATIVES), _NOT_SOLD_UNCHANGED),
)
# Names that the Hugging Face Hub gives to licences which SPDX does not list.
_OF_THE_HUB = tuple(
    Licence(name, (Obligation.USE_LIMITS,), _USE_LIMITS)
    for name in ("openrail", "openrail++", "creativeml-openrail-m", "bigscience-openrail-m")
)
_ON_SPDX = frozenset(licence.spdx for licence in _LISTED)
_KNOWN: Mapping[str, Licence] = MappingProxyType(
    {licence.spdx.casefold(): licence for licence in (*_LISTED, *_OF_THE_HUB)}
)
