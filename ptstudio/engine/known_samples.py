"""Whether a training has seen a file: an answer for one that it learned from proves nothing."""

import hashlib
from functools import cached_property
from pathlib import Path

from ptstudio.core.dataset import Split
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project
from ptstudio.data._revision import known_splits

ID_LENGTH = 32
"""How much of a file's sha256 is its sample's id."""


class KnownSamples:
    """The samples of the revision that a run has learned from; none where the run lies in no project any more."""

    def __init__(self, run: Path, dataset: str) -> None:
        self._run = run
        self._dataset = dataset

    def split_of(self, file: Path) -> Split | None:
        """The split that the file's content belongs to, whatever the file is called; None for what is new."""
        try:
            with file.open("rb") as stream:
                return self._splits.get(hashlib.file_digest(stream, "sha256").hexdigest()[:ID_LENGTH])
        except OSError:
            return None

    @cached_property
    def _splits(self) -> dict[str, Split]:
        try:
            project = Project.of_run(self._run)
            return known_splits(project.revision_folder(self._dataset))
        except (ProjectError, OSError):
            return {}
