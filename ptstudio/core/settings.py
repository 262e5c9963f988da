"""Settings that describe themselves well enough for a form, a help text and an error message to be made from them."""

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Self

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo

from ptstudio.core.errors import SettingsError
from ptstudio.core.message import Record

Kind = Literal["whole", "number", "switch", "choice", "text"]
_KINDS: dict[Any, Kind] = {bool: "switch", int: "whole", float: "number", str: "text"}


class Span(Record):
    """Where a search looks for a good value: from `low` to `high`, with `is_log` by magnitude; or among `choices`."""

    low: float = 0.0
    high: float = 0.0
    is_log: bool = False
    choices: tuple[str, ...] = ()


class SettingFacts(Record):
    """What a form needs to know of one setting; `automatic` settings may be left to the program (None).

    `titles` are what `choices` are called, in their order. `searched` is where a search for good settings looks; None
    where it leaves the setting alone.
    """

    name: str
    label: str
    help: str
    kind: Kind
    default: int | float | bool | str | None
    automatic: bool
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    advanced: bool = False
    searched: Span | None = None


def setting(
    default: Any,
    label: str,
    help_text: str,
    *,
    unit: str = "",
    advanced: bool = False,
    titles: Mapping[str, str] | None = None,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    searched: Span | None = None,
) -> Any:
    """Declare a setting with its limits; a default of None means that the program chooses.

    `titles` say what choices are called where their own names would not be understood. `searched` is where a search
    for good settings may look.
    """
    extra: dict[str, Any] = {
        "unit": unit,
        "advanced": advanced,
        "titles": titles or {},
        "searched": searched.model_dump(mode="json") if searched else None,
    }
    return Field(
        default, title=label, description=help_text, json_schema_extra=extra, ge=at_least, gt=above, le=at_most
    )


class Settings(Record):
    """Settings with metadata; subclasses declare each field by `setting`."""

    @classmethod
    def facts(cls) -> tuple[SettingFacts, ...]:
        """Describe every setting, in the order of a form."""
        return tuple(_facts_of(name, field) for name, field in cls.model_fields.items())

    def idle(self) -> frozenset[str]:
        """The names of settings that change nothing, as the others are."""
        return frozenset()

    def searched(self) -> dict[str, Span]:
        """What is worth a search, as the settings are: what changes something, and no choice but among its own kind."""
        idle, values = self.idle(), self.model_dump(mode="json")
        return {
            facts.name: facts.searched
            for facts in self.facts()
            if facts.searched is not None
            and facts.name not in idle
            and (not facts.searched.choices or values[facts.name] in facts.searched.choices)
        }

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> Self:
        """Make settings from named values. Raises SettingsError that names the setting and what it can be."""
        known = {facts.name: facts for facts in cls.facts()}
        for name in values:
            if name not in known:
                raise SettingsError(
                    f"There is no setting called “{name}”.", f"The settings are: {', '.join(sorted(known))}."
                )
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            first = error.errors()[0]
            facts = known[str(first["loc"][0])]
            raise SettingsError(
                f"The setting “{facts.name}” cannot be {values.get(facts.name)!r}.",
                f"{_allowed(facts)} {facts.help}",
            ) from None


def parse_assignments(assignments: Iterable[str]) -> dict[str, str | None]:
    """Read `name=value` pairs; the value `auto` stands for None. Raises SettingsError for anything else."""
    values: dict[str, str | None] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f"“{assignment}” is not of the form name=value.", "For example: epochs=10")
        values[name.strip()] = None if value.strip() == "auto" else value.strip()
    return values


def _facts_of(name: str, field: FieldInfo) -> SettingFacts:
    alternatives = _alternatives(field.annotation)
    plain = next(kind for kind in alternatives if kind is not type(None))
    extra = typing.cast("dict[str, Any]", field.json_schema_extra or {})
    choices = tuple(str(c) for c in typing.get_args(plain)) if typing.get_origin(plain) is Literal else ()
    return SettingFacts(
        name=name,
        label=field.title or name,
        help=field.description or "",
        kind="choice" if choices else _KINDS[plain],
        default=field.default,
        automatic=type(None) in alternatives,
        unit=extra.get("unit", ""),
        advanced=extra.get("advanced", False),
        minimum=_limit(field, "ge", "gt"),
        maximum=_limit(field, "le", "lt"),
        choices=choices,
        titles=tuple(extra.get("titles", {}).get(choice, choice) for choice in choices),
        searched=Span.model_validate(extra["searched"]) if extra.get("searched") else None,
    )


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(annotation) in (types.UnionType, typing.Union)
    return typing.get_args(annotation) if is_union else (annotation,)


def _limit(field: FieldInfo, *names: str) -> float | None:
    """Pydantic keeps limits as annotated-types values: an object with an attribute of the limit's name."""
    found = (getattr(limit, name) for limit in field.metadata for name in names if hasattr(limit, name))
    return next((float(value) for value in found), None)


def _allowed(facts: SettingFacts) -> str:
    if facts.choices:
        return f"It is one of: {', '.join(facts.choices)}."
    if facts.kind == "switch":
        return "It is true or false."
    kind = {"whole": "a whole number", "number": "a number", "text": "a text"}[facts.kind]
    ends = [
        f"at least {facts.minimum:g}" if facts.minimum is not None else "",
        f"at most {facts.maximum:g}" if facts.maximum is not None else "",
    ]
    limits = " and ".join(end for end in ends if end)
    automatic = ", or “auto”" if facts.automatic else ""
    return f"It is {kind}{' of ' + limits if limits else ''}{facts.unit and ' ' + facts.unit}{automatic}."
