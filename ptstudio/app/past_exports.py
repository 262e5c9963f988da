"""The exports of a trained run: which there are, what they wrote, where it lies, and where the next can go.

It knows no window. A project that was moved finds its exports again, by the names of their folders.
"""

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from pydantic import ValidationError

from ptstudio.core.certificate import ExportResult
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run

EXPORTS = "exports"


def exports_of(trained: Path, runs: Iterable[Run]) -> list[Run]:
    """The exports of a trained run, the newest first."""
    found = [run for run in runs if isinstance(run.job, ExportJob) and Path(run.job.run).name == trained.name]
    return sorted(found, key=lambda run: run.order, reverse=True)


def result_of(run: Run) -> ExportResult | None:
    """What an export wrote; nothing where it did not finish."""
    try:
        return ExportResult.model_validate(run.result) if run.result else None
    except ValidationError:
        return None


def folder_of(result: ExportResult, project: Project) -> Path | None:
    """Where the files of an export lie by now; nothing where they are gone."""
    written = Path(result.folder)
    places = (written, project.folder / EXPORTS / written.name)
    return next((place for place in places if (place / result.certificates[0].file).is_file()), None)


def next_folder(trained: Path, project: Project) -> Path:
    """A new folder for the next export of a trained run; only a second one needs a number."""
    first = project.folder / EXPORTS / trained.name
    numbered = (first.with_name(f"{first.name}-{number}") for number in count(2))
    return next(folder for folder in chain((first,), numbered) if not folder.exists())


def place_for(text: str, trained: Path, project: Project) -> Path:
    """The folder that a person means by what they typed: names alone lie in the project's exports."""
    if not text.strip():
        return next_folder(trained, project)
    return project.folder / EXPORTS / Path(text.strip()).expanduser()


def is_taken(folder: Path) -> bool:
    """Whether something lies at that place already; an export never writes over anything."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
