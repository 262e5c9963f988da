"""What happened in a run, an event a line in plain words; and the end of what its worker printed. Knows no widget."""

from pathlib import Path

from pydantic import ValidationError

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.events import (
    CheckpointSaved,
    ChoiceMade,
    EpochEnded,
    Event,
    PlanMade,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StageChanged,
    Waiting,
    WarningRaised,
    read_event,
)

TAIL_BYTES = 64_000


def words_of(event: Event) -> str:
    """One event in words; nothing for what is shown better elsewhere, such as each step."""
    match event:
        case RunStarted():
            return tr("Started.") if event.session == 1 else tr("Resumed.")
        case ChoiceMade():
            choice = event.choice
            return tr(
                "Chosen: {name} {value}. {reason}",
                name=choice.name.replace("_", " "),
                value=choice.value,
                reason=tr(choice.reason),
            )
        case PlanMade():
            return tr("The plan: about {time} from here on.", time=formats.duration(event.plan.seconds))
        case EpochEnded():
            return _epoch(event)
        case CheckpointSaved():
            return tr("Saved: a resume can start from epoch {epoch}.", epoch=event.epoch)
        case _:
            return _said(event)


class RunLog:
    """Reads the events of a run as they are written, each once; safe to use from one other thread."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "events.jsonl"
        self._read_up_to = 0

    def new_lines(self) -> list[str]:
        """What has been added since the last time, a line an event, with the time of day."""
        if not self._path.exists():
            return []
        found = []
        with self._path.open("rb") as file:
            file.seek(self._read_up_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read_up_to += len(line)
                found.append(_line(line))
        return [line for line in found if line]


def printed(folder: Path) -> str:
    """The end of what a run's worker printed."""
    path = folder / "log.txt"
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return file.read().decode("utf-8", errors="replace")


def _line(raw: bytes) -> str:
    if b'"StepEnded"' in raw:
        return ""
    try:
        event = read_event(raw)
    except ValidationError:
        return ""
    words = words_of(event)
    return f"{formats.day(event.at)[-5:]}  {words}" if words else ""


def _epoch(event: EpochEnded) -> str:
    line = tr(
        "Epoch {epoch} of {epochs}: loss {train}, on validation {validation}.",
        epoch=event.epoch,
        epochs=event.epochs,
        train=f"{event.train_loss:.3f}",
        validation=f"{event.validation_loss:.3f}",
    )
    return line + " " + tr("The best so far.") if event.is_best else line


def _said(event: Event) -> str:
    """What brings its own words."""
    match event:
        case WarningRaised():
            words = tr("Note: {message} {hint}", message=tr(event.message), hint=tr(event.hint))
        case RunFailed():
            words = tr("Failed: {message} {hint}", message=tr(event.message), hint=tr(event.hint))
        case StageChanged():
            words = tr(event.title)
        case Waiting():
            words = tr(event.reason)
        case RunStopped():
            words = tr(event.message)
        case RunFinished():
            words = tr("Finished.")
        case _:
            words = ""
    return words
