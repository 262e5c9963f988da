"""What a person says of a run: its name, a note, a star; kept beside what the worker wrote, and never part of it."""

from pathlib import Path

from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.message import Record

FILE = "notes.json"


class RunNotes(Record):
    """What `notes.json` of a run says; a run without one has none of it."""

    name: str = ""
    note: str = ""
    is_starred: bool = False


def notes_of(folder: Path) -> RunNotes:
    """Those of a run; empty where there are none, or they cannot be read."""
    try:
        return RunNotes.from_text((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return RunNotes()


def keep_notes(notes: RunNotes, folder: Path) -> None:
    """Write them into a run's folder. Raises ProjectError, DiskFull."""
    try:
        atomic.write_text(folder / FILE, notes.to_text())
    except OSError as error:
        raise explain_os_error(error, "writing down what you said of the run") from error


def usual_name(folder: Path) -> str:
    """What a run is called that nobody has named: its kind, and what tells it from others; “train b1c5”."""
    parts = folder.name.split("-")
    return " ".join(parts[2:]) if len(parts) > 3 else folder.name


def name_of(folder: Path, notes: RunNotes | None = None) -> str:
    """What a run is called: as a person named it, or as usual."""
    return (notes or notes_of(folder)).name or usual_name(folder)
