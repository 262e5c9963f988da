"""What is to be done with files that are dropped on the window: which page takes them, and what it does in words.

It looks at names and folders, opens no file, and knows no widget.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ptstudio.app.sample_words import PICTURE, TEXT
from ptstudio.app.session import Session
from ptstudio.app.trained_runs import asked_of, sample_kind, trained_run, trained_runs
from ptstudio.app.translation import tr
from ptstudio.core.project import is_project
from ptstudio.data._text_files import is_text_name

WEIGHT_SUFFIXES = (".pth", ".pt", ".bin", ".safetensors")
PACK_SUFFIX = ".ptpack"
_FOR_WEIGHTS = ("model", "library")


class Kind(StrEnum):
    """What files are, as far as can be told from outside."""

    PROJECT = "project"
    WEIGHTS = "weights"
    PACK = "pack"
    PICTURES = "pictures"
    TEXTS = "texts"
    TABLE = "table"
    DATA = "data"


@dataclass(frozen=True)
class Destination:
    """The key of the page that takes the files and what it does with them; no page, and why, where none does."""

    page: str
    words: str
    hint: str = ""


def kind_of(paths: Sequence[Path]) -> Kind:
    """What was dropped; data is a folder or an archive, and whatever else one might want to import."""
    from ptstudio.app.tried import can_be_seen  # opens the picture library, which no start-up should wait for
    from ptstudio.data._table_of_texts import is_table_of_texts

    first = paths[0]
    if is_project(first):
        return Kind.PROJECT
    if first.suffix.lower() == PACK_SUFFIX:
        return Kind.PACK
    if weights_among([first]):
        return Kind.WEIGHTS
    if any(path.is_dir() for path in paths):
        return Kind.DATA
    names = {Kind.PICTURES: can_be_seen, Kind.TEXTS: is_text_name, Kind.TABLE: is_table_of_texts}
    return next((kind for kind, is_one in names.items() if all(map(is_one, paths))), Kind.DATA)


def weights_among(paths: Sequence[Path]) -> list[Path]:
    """Those that are files of weights, or folders in Hugging Face format."""
    return [path for path in paths if path.suffix.lower() in WEIGHT_SUFFIXES or (path / "config.json").is_file()]


def destination_of(paths: Sequence[Path], shown: str, session: Session) -> Destination:
    """Where files go that are dropped while the page `shown` is in view."""
    match kind_of(paths):
        case Kind.PROJECT:
            return Destination("start", tr("Open this project"))
        case Kind.WEIGHTS:
            return Destination(shown if shown in _FOR_WEIGHTS else "library", _adding_words(len(weights_among(paths))))
        case Kind.PACK:
            return Destination("library", tr("See what is in this model pack"))
        case Kind.PICTURES:
            return _for_pictures(session)
        case Kind.TEXTS | Kind.TABLE as kind if shown == "try" and (words := _asking_words(kind, len(paths), session)):
            return Destination("try", words)
        case _:
            return _for_data(paths, shown, session)


def _tried(session: Session) -> str:
    """What the samples are of the model that can be tried out."""
    return sample_kind(trained_run(session))


def _asking_words(kind: Kind, count: int, session: Session) -> str:
    """What the model that can be tried out is asked about these files; empty where it cannot be."""
    if kind is Kind.TABLE:
        return tr("Answer every row of this table") if count == 1 and asked_of(trained_run(session)) else ""
    if _tried(session) != TEXT:
        return ""
    return tr("Try the text in this file") if count == 1 else tr("Try these texts")


def _adding_words(count: int) -> str:
    if count == 1:
        return tr("Add these weights to the library")
    return tr("Add all {count} of these to the library", count=count)


def _for_data(paths: Sequence[Path], shown: str, session: Session) -> Destination:
    if shown == "try" and paths[0].is_dir() and trained_runs(session):
        is_text = _tried(session) == TEXT
        return Destination(
            "try", tr("Try the texts in this folder") if is_text else tr("Try the pictures in this folder")
        )
    if shown == "start" or session.project is None:
        return Destination("start", tr("Begin a project with this data"))
    return Destination("data", tr("Import this data"))


def _for_pictures(session: Session) -> Destination:
    if trained_runs(session) and _tried(session) == PICTURE:
        return Destination("try", tr("Try these pictures"))
    return Destination(
        "",
        tr("Single pictures cannot be learned from."),
        tr("Drop the folder that holds them; best is a folder for each class, named like it, with its pictures in it."),
    )
