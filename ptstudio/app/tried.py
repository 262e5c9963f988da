"""The pictures that were tried out in this session, the newest first; knows no widget and no worker."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.app import sample_words
from ptstudio.app.files_within import files_within
from ptstudio.app.inbox import Inbox
from ptstudio.app.sample_words import PICTURE
from ptstudio.app.translation import tr
from ptstudio.core.events import PredictionMade
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.data._image import is_image_name
from ptstudio.data._video import is_video_name

MOST = 60
"""How many answers are kept in view; the memory of their pictures is bounded by it."""
_numbers = itertools.count(1)


@dataclass
class Tried:
    """One picture, what the model of the run `trained` said of it, and the copy in the inbox where that was wrong.

    `labels` are the classes that the model chooses among. `least` is how probable things must be to count as found,
    where a person has said so. A moment of a video belongs to the `whole` of it. A copy that `is_taken_in` is part
    of the data by now.
    """

    file: Path
    trained: Path | None = None
    model: str = ""
    labels: tuple[str, ...] = ()
    number: int = field(default_factory=lambda: next(_numbers))
    made: PredictionMade | None = None
    kept: Path | None = None
    is_taken_in: bool = False
    least: float | None = None
    whole: "Tried | None" = None

    def put_into(self, inbox: Inbox, label: str) -> Path:
        """Copy the picture to the folder of its right label. Raises DiskFull, JobFailure."""
        return inbox.add(self.file, label)

    def take(self, made: PredictionMade) -> bool:
        """Take an answer in; False where only the heat map is new."""
        before = self.made
        if before is None or before.prediction != made.prediction:
            self.made = made
            return True
        self.made = made.model_copy(update={"seconds": before.seconds})
        return False

    @property
    def asked(self) -> Path:
        """The file that was given: of a moment, its video."""
        return self.whole.file if self.whole is not None else self.file

    @property
    def is_readable(self) -> bool:
        """Whether there is an answer, and not a reason why there is none."""
        return self.made is not None and self.made.prediction is not None

    @property
    def lacks_heat_map(self) -> bool:
        """Whether there is an answer without a picture of where the network looked."""
        return self.is_readable and self.made is not None and self.made.explanation is None


@dataclass
class History:
    """All that was tried, the newest first and no more than `MOST`; `cleared` can be brought back."""

    entries: list[Tried] = field(default_factory=list)
    cleared: list[Tried] = field(default_factory=list)

    def add(self, files: Sequence[Path]) -> list[Tried]:
        """Begin an entry for each file, the first of them on top."""
        new = [Tried(file) for file in files[:MOST]]
        self.entries = [*new, *self.entries][:MOST]
        self.cleared = []
        return new

    def add_moment(self, video: Tried, file: Path) -> Tried | None:
        """Begin an entry for the next moment of a video, in the place of the video itself, or behind those before it;
        nothing where there is no room left, or the video was cleared.
        """
        places = [at for at, each in enumerate(self.entries) if each is video or each.whole is video]
        if not places or places[-1] + 1 >= MOST:
            return None
        moment = Tried(file, video.trained, video.model, video.labels, whole=video)
        if self.entries[places[-1]] is video:
            self.entries[places[-1]] = moment
        else:
            self.entries.insert(places[-1] + 1, moment)
            del self.entries[MOST:]
        return moment

    @property
    def unanswered(self) -> list[Tried]:
        """Entries whose answer is still to come."""
        return [entry for entry in self.entries if entry.made is None]

    def clear(self) -> None:
        """Put all entries aside."""
        self.entries, self.cleared = [], self.entries

    def bring_back(self) -> None:
        """Undo `clear`."""
        self.entries, self.cleared = [*self.entries, *self.cleared][:MOST], []


def overlay_of(entry: Tried) -> Boxes | Mask | None:
    """What was found in the picture, where that can be drawn over it."""
    prediction = entry.made.prediction if entry.made is not None else None
    if isinstance(prediction, Boxes) and entry.least is not None:
        return prediction.model_copy(update={"threshold": entry.least})
    return prediction if isinstance(prediction, Boxes | Mask) else None


def seen_words(split: str) -> str:
    """What to make of an answer for a picture that lay in this split when the model learned; empty for a new one."""
    return sample_words.seen_before(PICTURE, split)


def answers_words(history: History) -> str:
    """How many answers there are, or were until they were cleared; a file that cannot be read has none."""
    shown, cleared = (
        sum(entry.made is None or entry.is_readable for entry in entries)
        for entries in (history.entries, history.cleared)
    )
    if cleared and not shown:
        return tr("1 answer cleared") if cleared == 1 else tr("{number} answers cleared", number=cleared)
    words = tr("1 answer") if shown == 1 else tr("{number} answers", number=shown)
    return words if shown else ""


def no_more_room() -> tuple[str, str]:
    """That no more answers are shown than there are, and what to do about it."""
    message = tr("No more than {number} answers are shown here.", number=MOST)
    return message, tr("The command of this page takes any number.")


def no_more_moments(video: Path) -> tuple[str, str]:
    """That not all moments of a video are shown, and what to do about it."""
    message = tr("Only the first {number} moments of “{video}” are shown.", number=MOST, video=video.name)
    return message, tr("To see more of it, choose moments farther apart, and drop it again.")


def pictures_in(paths: Iterable[Path], most: int = MOST) -> list[Path]:
    """The files among `paths` as they are, and the pictures and videos in its folders; one more than `most` tells of
    others.
    """
    return list(itertools.islice(files_within(paths, can_be_seen), most + 1))


def can_be_seen(path: Path) -> bool:
    """Whether a file is called like a picture, or like a video, which is many of them."""
    return is_image_name(path) or is_video_name(path)
