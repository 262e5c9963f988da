"""`ptstudio models show`: everything that is known of a pretrained model."""

from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.output import say, say_json
from ptstudio.core.licence import licence_of
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.entry import Entry
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model

SAID_APART = {"version", "key", "title", "summary", "licence", "config", "labels", "limits", "size_is_estimated"}
SHOWN_LABELS = 8


def show(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A model of the library or of the catalogue.")],
    as_json: options.AsJson = False,
) -> None:
    """Show all facts of a model, its licence in plain words, and its model card."""
    model, entry = find_model(key, Library.standard())
    licence = licence_of(model.licence)
    card = entry.card_text if entry else ""
    if as_json:
        say_json(
            model.model_dump(mode="json")
            | {"ready": entry is not None, "folder": str(entry.folder) if entry else None}
            | {"licence_words": licence.words.say(), "licence_address": licence.address}
            | {"obligations": [str(one) for one in licence.obligations], "card": card}
        )
        return
    say(f"{model.title} ({model.key})")
    for text in (model.summary, _readiness(entry)):
        if text:
            say(text)
    say()
    for name, value in _facts(model):
        say(f"  {name:18}{value}")
    say(f"  {'licence':18}{licence.words.say()}")
    if licence.address:
        say(f"  {'':18}{licence.address}")
    for number, limit in enumerate(model.limits):
        say(f"  {'' if number else 'known limits':18}{limit}")
    if card:
        say(f"\n{card.strip()}")


def _readiness(entry: Entry | None) -> str:
    return f"On this machine ({entry.whose}): {entry.folder}" if entry else "Its weights are not on this machine."


def _facts(model: PretrainedModel) -> list[tuple[str, str]]:
    """Every fact that is known, whatever facts there are; what is said elsewhere is left out."""
    values = model.model_dump(mode="json", exclude=SAID_APART)
    facts = [
        (name.replace("_", " "), _written(value)) for name, value in values.items() if value not in (None, 0, "", [])
    ]
    if model.size_is_estimated:
        facts = [(name, f"about {value}" if name == "size mb" else value) for name, value in facts]
    if model.labels:
        more = f", … ({len(model.labels):,})" if len(model.labels) > SHOWN_LABELS else ""
        facts.append(("labels", ", ".join(model.labels[:SHOWN_LABELS]) + more))
    return facts


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_written(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return " ".join(map(_written, value))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
