"""Where an import works: in the project, or, dry, in a temporary folder that is gone afterwards."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ptstudio.core.dataset import Finding, Revision, Sample, Split
from ptstudio.core.project import Project
from ptstudio.data import _archive as archive
from ptstudio.data._corrected import corrected_samples
from ptstudio.data._folders import SampleFiles
from ptstudio.data._ids import ById
from ptstudio.data._revision import known_splits


@dataclass(frozen=True)
class Workspace:
    """A temporary folder, and the project that the dataset belongs to; a dry import has none, but may know of one."""

    folder: Path
    dataset: str
    project: Project | None
    known: Project | None = None

    @property
    def rows(self) -> Path:
        """Where the admitted samples wait until their splits are known, a JSON object a line."""
        return self.folder / "rows.jsonl"

    def revisions(self) -> list[Revision]:
        """What was imported before under this name, the oldest first."""
        return self.known.revisions(self.dataset) if self.known else []

    @cached_property
    def next_number(self) -> int:
        """The number of the revision that is made."""
        previous = self.revisions()
        return previous[-1].number + 1 if previous else 1

    def known_splits(self) -> ById[Split]:
        """The split of every sample that was ever imported under this name, by id."""
        if self.known is None:
            return ById()
        return known_splits(*(self.known.revision_folder(revision.key) for revision in self.revisions()))

    def keep_thumbnail(self, sample: str, thumbnail: bytes | None) -> None:
        """Keep a small picture of a sample, once."""
        if self.project is None or thumbnail is None:
            return
        path = self.project.thumbnail(self.dataset, sample)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(thumbnail)

    def corrected(self, kind: SampleFiles | None, *, takes_inbox: bool) -> Iterator[Sample | Finding]:
        """The samples that a person has corrected, before all others: what a person says counts."""
        if self.known is not None:
            yield from corrected_samples(self.known, self.dataset, kind, takes_inbox=takes_inbox)

    def is_in_inbox(self, file: Path) -> bool:
        """Whether a file waits in the project's inbox."""
        return self.known is not None and file.is_relative_to(self.known.inbox_folder())

    def place_for(self, file: Path, id_: str) -> Path:
        """Where a corrected sample lies once it is taken in; one that was taken in before stays."""
        if self.known is None or not self.is_in_inbox(file):
            return file
        label = file.relative_to(self.known.inbox_folder()).parts[0]
        home = self.known.corrected_folder(self.dataset) / f"{self.next_number:04d}"
        return home / label / f"{file.stem}-{id_[:8]}{file.suffix}"

    def inner_path(self, place: Path) -> str:
        """What the row of a corrected sample says."""
        return self.known.inner_path(place) if self.known is not None else str(place)

    def take_in(self, taken: Mapping[Path, Path], doubles: Iterable[Path]) -> None:
        """Move files from the inbox to where they lie from now on; doubles of them go, and empty folders."""
        for file, place in taken.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
        for file in doubles:
            file.unlink(missing_ok=True)
        if self.known is not None and self.known.inbox_folder().is_dir():
            inbox = self.known.inbox_folder()
            for folder in (*(path for path in inbox.iterdir() if path.is_dir()), inbox):
                with suppress(OSError):  # there is something in it still
                    folder.rmdir()

    def unpacked(self, source: Path, progress: Callable[[int, int], None]) -> Path:
        """Unpack an archive, for good where there is a project; the same archive is unpacked once."""
        fresh = self.folder / "unpacked"
        if self.project is None:
            archive.unpack(source, fresh, progress)
            return fresh
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        target = self.project.folder / "datasets" / self.dataset / "unpacked" / digest
        if not target.exists():
            archive.unpack(source, fresh, progress)
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(target)
        return target


@contextmanager
def workspace(run: Path, dataset: str, project: Project | None, known: Project | None = None) -> Iterator[Workspace]:
    """A workspace below a run's folder, gone when the block ends."""
    temporary = Path(tempfile.mkdtemp(prefix="ptstudio-", dir=run))
    try:
        yield Workspace(temporary, dataset, project, known)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
