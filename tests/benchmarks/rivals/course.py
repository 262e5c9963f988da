"""What every rival is given, and what it says in the end: pictures with their splits, weights, and a clock.

Plain Python, and knows no PTStudio: a rival is a program that somebody would write, or copy, instead.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

BEGAN = "BENCHMARK_BEGAN"
"""The variable that says when a rival's process was started, Unix time in seconds."""
NEVER = 2.0
"""An accuracy that nobody reaches."""


@dataclass(frozen=True)
class Picture:
    """A picture, the number of its class, and its split: train, validation or test."""

    path: str
    label: int
    split: str


@dataclass(frozen=True)
class Course:
    """What is to be learned, and by which network of torchvision; without `weights` it starts from random ones.

    A rival ends once its test accuracy is `enough`, or after `most_s` seconds.
    """

    classes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    architecture: str
    weights: str = ""
    enough: float = NEVER
    most_s: float = float("inf")

    @classmethod
    def read(cls, file: Path) -> "Course":
        """What `write` wrote."""
        said = json.loads(file.read_text(encoding="utf-8"))
        pictures = tuple(Picture(**picture) for picture in said.pop("pictures"))
        return cls(**said | {"classes": tuple(said["classes"]), "pictures": pictures})

    def write(self, file: Path) -> Path:
        """Put it into a file for a rival."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return file

    def of(self, *splits: str) -> list[Picture]:
        """The pictures of some splits."""
        return [picture for picture in self.pictures if picture.split in splits]


@dataclass
class Diary:
    """What a rival does and when, in seconds since its process was started.

    It looks at the test pictures more often than a user would; only the last of its looks counts in `looks`, whose
    entries are the seconds so far and the test accuracy. `samples_per_s` is that of each epoch's steps.
    """

    course: Course
    imports_s: float = 0.0
    looks: list[tuple[float, float]] = field(default_factory=list)
    samples_per_s: list[float] = field(default_factory=list)
    ways: list[dict[str, object]] = field(default_factory=list)
    _looked_s: float = 0.0

    def imported(self) -> None:
        """All imports are done."""
        self.imports_s = _elapsed_s()

    def look(self, measure: Callable[[], float]) -> bool:
        """Note the test accuracy that `measure` gives; says whether that is the end."""
        before = _elapsed_s()
        accuracy = measure()
        taken = _elapsed_s() - before
        self.looks.append((before - self._looked_s + taken, accuracy))
        self._looked_s += taken
        return accuracy >= self.course.enough or before - self._looked_s > self.course.most_s

    def say(self) -> None:
        """Print everything as one line of JSON, the last that a rival prints."""
        said = {
            "imports_s": self.imports_s,
            "looks": self.looks,
            "samples_per_s": self.samples_per_s,
            "ways": self.ways,
        }
        print(json.dumps(said), flush=True)


def _elapsed_s() -> float:
    return time.time() - float(os.environ[BEGAN])
