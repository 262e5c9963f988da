"""A project: one folder that holds datasets, runs and exports, and is readable without us.

Nothing in it names its own place, so it can be moved.
"""

import json
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.dataset import Revision
from ptstudio.core.errors import ProjectError, explain_os_error
from ptstudio.core.jobs import Job
from ptstudio.core.message import Record

VERSION = 1
FILE = "project.json"
_INSIDE = "project:/"


class ProjectFile(Record):
    """What the file of a project holds."""

    version: int = VERSION
    name: str
    created: str


def is_project(folder: Path) -> bool:
    """Whether a project lies there; it may still be damaged."""
    return (folder / FILE).is_file()


@dataclass(frozen=True)
class Project:
    """An opened project."""

    folder: Path
    name: str

    @classmethod
    def create(cls, folder: Path) -> "Project":
        """Make a project in a new or empty folder. Raises ProjectError where that cannot be done."""
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            raise ProjectError(
                f"“{folder}” is not empty and is not a project.",
                "Choose a new or empty folder for the project.",
            )
        try:
            file = ProjectFile(name=folder.resolve().name, created=now())
            atomic.write_text(folder / FILE, file.to_text())
        except OSError as error:
            raise explain_os_error(error, "making the project") from error
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "Project":
        """Open the project in `folder`. Raises ProjectError where there is none or a newer PTStudio made it."""
        path = folder / FILE
        if not path.is_file():
            raise ProjectError(
                f"There is no project in “{folder}”.", "A project is a folder that holds a file project.json."
            )
        try:
            content = json.loads(path.read_bytes())
            version = content.get("version", 0)
            if version > VERSION:
                raise ProjectError(
                    f"“{folder}” was made by a newer PTStudio (project version {version}, this one reads {VERSION}).",
                    "Update PTStudio, then open it again. Nothing was changed.",
                )
            file = ProjectFile.model_validate(content)
        except (ValueError, AttributeError, TypeError) as error:
            raise ProjectError(
                f"The file “{path}” is damaged.", f"Restore it from a backup. ({type(error).__name__})"
            ) from None
        except OSError as error:
            raise explain_os_error(error, "opening the project") from error
        return cls(folder.resolve(), file.name)

    @classmethod
    def open_or_create(cls, folder: Path) -> "Project":
        """Open the project in `folder`, or make one there."""
        return cls.open(folder) if is_project(folder) else cls.create(folder)

    @classmethod
    def of_run(cls, run_folder: Path) -> "Project":
        """Open the project that a run folder lies in."""
        return cls.open(run_folder.resolve().parent.parent)

    def new_run(self, job: Job) -> Path:
        """Make a run folder for a job and return it. Raises ProjectError or DiskFull."""
        names = (self.folder / "runs" / run_name(job) for _ in count())
        return new_run_folder(next(folder for folder in names if not folder.exists()), job)

    def runs(self) -> list[Path]:
        """All run folders, the oldest first; what was only begun when its program died is none."""
        found = self.folder.glob("runs/*/job.json")
        return sorted(path.parent for path in found if not path.parent.name.startswith("."))

    def discard_run(self, run: Path) -> Path:
        """Move a run into the project's trash; gives its place there. Raises ProjectError, JobFailure."""
        place = self.folder / "trash" / run.name
        try:
            place.parent.mkdir(exist_ok=True)
            run.rename(place)
        except OSError as error:
            raise explain_os_error(error, "moving the run to the trash") from error
        return place

    def restore_run(self, discarded: Path) -> Path:
        """Bring a run back from the trash; gives its folder. Raises ProjectError, JobFailure."""
        place = self.folder / "runs" / discarded.name
        try:
            discarded.rename(place)
        except OSError as error:
            raise explain_os_error(error, "bringing the run back") from error
        return place

    def discarded_runs(self) -> list[Path]:
        """The runs in the trash, the oldest first."""
        return sorted(path.parent for path in self.folder.glob("trash/*/job.json"))

    def delete_discarded(self, discarded: Path) -> None:
        """Delete a run in the trash for good. Raises ProjectError, JobFailure."""
        try:
            shutil.rmtree(discarded)
        except OSError as error:
            raise explain_os_error(error, "deleting the run") from error

    def revisions(self, dataset: str) -> list[Revision]:
        """The revisions of a dataset, the oldest first."""
        paths = self.folder.joinpath("datasets", dataset).glob("[0-9]*/revision.json")
        return [_read_revision(path) for path in sorted(paths)]

    def datasets(self) -> list[str]:
        """The names of all datasets."""
        return sorted({path.parts[-3] for path in self.folder.glob("datasets/*/*/revision.json")})

    def all_revisions(self) -> list[Revision]:
        """Every revision of every dataset, in the order in which they were made."""
        found = [revision for name in self.datasets() for revision in self.revisions(name)]
        return sorted(found, key=lambda revision: (revision.created, revision.key))

    def learnable_revisions(self) -> list[Revision]:
        """All but those that were imported for measuring only, in the order in which they were made."""
        return [revision for revision in self.all_revisions() if not revision.is_for_measuring]

    def revision(self, key: str) -> Revision:
        """The revision `name/0001`. Raises ProjectError where it is not there."""
        path = self.revision_folder(key) / "revision.json"
        if not path.is_file():
            raise ProjectError(f"The project has no dataset revision “{key}”.", "Import the data first.")
        return _read_revision(path)

    def revision_folder(self, key: str) -> Path:
        """Where the revision `name/0001` lies."""
        return self.folder / "datasets" / key

    def sample_file(self, revision: Revision, path: str) -> Path:
        """Where the sample lies whose row says `path`: below the revision's root, or, corrected, in the project."""
        if path.startswith(_INSIDE):
            return self.folder / path.removeprefix(_INSIDE)
        return self.folder / revision.root / path

    def inner_path(self, file: Path) -> str:
        """What the row of a sample says that lies in the project, wherever the revision's root is."""
        return _INSIDE + file.relative_to(self.folder).as_posix()

    def inbox_folder(self) -> Path:
        """Pictures that a person has corrected, a folder for each class, for the next revision."""
        return self.folder / "inbox"

    def corrected_folder(self, dataset: str) -> Path:
        """The corrected pictures that a dataset has taken in, a folder for each revision; part of every later one."""
        return self.folder / "datasets" / dataset / "corrected"

    def thumbnail(self, dataset: str, sample_id: str) -> Path:
        """Where a sample's thumbnail lies; shared by all revisions of the dataset."""
        return self.folder / "datasets" / dataset / "thumbnails" / sample_id[:2] / f"{sample_id}.jpg"

    def cache_folder(self) -> Path:
        """What can be computed again: features of frozen backbones and the like."""
        return self.folder / "cache"


def new_run_folder(folder: Path, job: Job) -> Path:
    """Write a job into a new run folder, which need not lie in a project. Raises ProjectError or DiskFull."""
    try:
        with atomic.new_folder(folder) as temporary:
            (temporary / "job.json").write_text(job.to_text(), encoding="utf-8")
    except OSError as error:
        raise explain_os_error(error, "making a folder for the run") from error
    return folder


def run_name(job: Job) -> str:
    """A name for the folder of a new run: when it was made, and what it does."""
    return f"{datetime.now().strftime('%Y%m%d-%H%M%S')}-{job.type}-{os.urandom(2).hex()}"


def dataset_name(source: Path) -> str:
    """A dataset's name from where it comes from: letters, digits, `-`, `_` and `.`, never empty or hidden."""
    name = re.sub(r"[^\w.-]+", "-", source.stem if source.is_file() else source.name).strip("-.")
    return name or "data"


def now() -> str:
    """The present time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read_revision(path: Path) -> Revision:
    try:
        return Revision.from_text(path.read_bytes())
    except (ValidationError, OSError) as error:
        raise ProjectError(
            f"The dataset revision “{path.parent}” cannot be read.",
            f"Import the data again: a new revision keeps what is known. ({type(error).__name__})",
        ) from None
