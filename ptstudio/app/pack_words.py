"""What is said of model packs: what one holds, what its licences ask for, what has become of it; knows no widget."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ptstudio.app import formats, licence_words
from ptstudio.app.dropped import PACK_SUFFIX
from ptstudio.app.pack_contents import Offer, PackLook, Standing
from ptstudio.app.translation import tr
from ptstudio.core.licence import Licence, licence_of
from ptstudio.core.pretrained import PretrainedModel

FAT32 = 2**32
"""Bytes: a file on a stick formatted as FAT32 has to be smaller."""


def models(number: int) -> str:
    """“1 model”, “3 models”."""
    return tr("1 model") if number == 1 else tr("{count} models", count=formats.count(number))


def cautions(chosen: Iterable[PretrainedModel]) -> list[str]:
    """What has to be known before these models are passed on: a sentence for each licence that limits that."""
    said = []
    for licence, titles in by_licence(chosen):
        duties = " ".join(words for duty, words in licence_words.duties(licence) if duty in licence_words.GRAVE)
        if duties:
            said.append(of_licence(titles, licence, duties))
    return said


def by_licence(chosen: Iterable[PretrainedModel]) -> list[tuple[Licence, str]]:
    """Each licence of these models, with the titles of those that it is for."""
    titles: dict[str, list[str]] = {}
    for model in chosen:
        titles.setdefault(model.licence, []).append(f"“{model.title}”")
    return [(licence_of(stated), ", ".join(of)) for stated, of in titles.items()]


def of_licence(titles: str, licence: Licence, duties: str = "") -> str:
    """What a licence asks of whoever has these models; all of its duties where none are given."""
    said = duties or " ".join(words for _, words in licence_words.duties(licence))
    return tr("{models}, licence {name}: {duties}", models=titles, name=licence_words.name_of(licence), duties=said)


def total(number: int, number_of_bytes: int) -> str:
    """What a pack of so many models takes."""
    if number == 0:
        return tr("Tick what is to go into the pack.")
    words = tr("{models}, {size} together.", models=models(number), size=formats.byte_size(number_of_bytes))
    if number_of_bytes < FAT32:
        return words
    return words + " " + tr("A stick formatted as FAT32 cannot hold a file of 4 GB or more: use exFAT or NTFS.")


def file_name(keys: Sequence[str]) -> str:
    """What a pack of these models may be called."""
    return (keys[0] if len(keys) == 1 else tr("models")) + PACK_SUFFIX


def with_ending(file: Path) -> Path:
    """The file with the ending of packs."""
    return file if file.suffix.lower() == PACK_SUFFIX else file.with_name(file.name + PACK_SUFFIX)


def made_by(look: PackLook) -> str:
    """By which PTStudio and when a pack was made, and how large it is."""
    contents = look.contents
    try:
        day = datetime.fromisoformat(contents.made_at).astimezone().strftime("%Y-%m-%d")
    except ValueError:
        day = contents.made_at
    return tr(
        "Made by PTStudio {version} on {day}. {models}, {size}. Nothing of it has been touched yet.",
        version=contents.made_by,
        day=day,
        models=models(len(contents.models)),
        size=formats.byte_size(contents.size),
    )


def standing(offer: Offer) -> str:
    """Whether a model of a pack is here, in a few words."""
    if offer.standing is Standing.SAME:
        is_named_so = offer.name == offer.model.key
        return tr("here already") if is_named_so else tr("here already, as “{name}”", name=offer.name)
    if offer.standing is Standing.OTHER:
        return tr("another one has its name")
    return tr("not here yet") if offer.is_usable else tr("not here; needs a newer PTStudio")


def details(model: PretrainedModel) -> str:
    """What a pack says of a model, for a tool tip."""
    lines = [
        model.summary,
        tr("Name: {key}", key=model.key),
        tr("From: {source}", source=model.source),
        tr("Revision: {revision}", revision=model.revision) if model.revision else "",
        tr("Licence: {licence}", licence=licence_words.name_of(licence_of(model.licence))),
        tr("sha256: {digest}", digest=model.sha256),
    ]
    return "\n".join(line for line in lines if line)


def room(needed: int, free: int) -> str:
    """What is taken and what is free; where that is too little it says so."""
    words = tr("It takes {needed}; {free} are free.")
    if needed > free:
        words = tr("It takes {needed}, but only {free} are free where the library is. Tick fewer models, free some "
                   "space, or move the library.")  # fmt: skip
    return words.format(needed=formats.byte_size(needed), free=formats.byte_size(free))


def nothing_to_take(look: PackLook) -> str:
    """What is said where no model is ticked."""
    if all(offer.standing is Standing.SAME for offer in look.offers):
        return tr("All of its models are here already.")
    return tr("Tick what is to be taken into the library.")


def name_fault(name: str, why: str) -> str:
    """Why a name cannot be used; nothing where it can."""
    return {
        "": "",
        "wrong": tr("“{name}” cannot be a name: use a to z, digits, dots, dashes and underscores.", name=name),
        "taken": tr("“{name}” is in the library already.", name=name),
        "double": tr("“{name}” is given twice.", name=name),
    }[why]


def taken_in(result: dict[str, Any]) -> tuple[str, str]:
    """What has become of a pack, from the result of its job: a message, and what else is to be said."""
    added, there = result["added"], result["there"]
    if added:
        message = tr("Now in the library: {names}.", names=_names(added))
    elif result["project"]:
        message = tr("The sample project was taken out of the pack.")
    else:
        message = tr("All of it was in the library already.")
    hints = [tr("Here before: {names}.", names=_names(there))] if added and there else []
    if result["project"]:
        hints.append(tr("The sample project is in {folder}.", folder=result["project"]))
    return message, " ".join(hints)


def written(result: dict[str, Any]) -> tuple[str, str]:
    """What was packed, from the result of its job: a message, and where, how large, and its sha256."""
    file = Path(result["file"])
    hint = tr("{size}, sha256 {digest}. On the other machine, drop it on PTStudio’s window.",
              size=formats.byte_size(result["size"]), digest=result["sha256"])  # fmt: skip
    return tr("The pack is written and was read again: {file}", file=str(file)), hint


def _names(keys: Iterable[str]) -> str:
    return ", ".join(f"“{key}”" for key in keys)
