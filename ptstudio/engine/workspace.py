"""Where an import works: in the project, or, dry, in a temporary folder that is gone afterwards."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.project import Project
from ptstudio.data import _archive as archive
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

    def known_splits(self) -> dict[str, Split]:
        """The split of every sample that was ever imported under this name, by id."""
        known: dict[str, Split] = {}
        if self.known is not None:
            for revision in self.revisions():
                known |= known_splits(self.known.revision_folder(revision.key))
        return known

    def keep_thumbnail(self, sample: str, thumbnail: bytes | None) -> None:
        """Keep a small picture of a sample, once."""
        if self.project is None or thumbnail is None:
            return
        path = self.project.thumbnail(self.dataset, sample)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(thumbnail)

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
