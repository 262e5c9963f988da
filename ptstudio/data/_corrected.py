"""Pictures whose class a person has put right, read before all others; knows a project's folders and no task."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample
from ptstudio.core.project import Project
from ptstudio.data._folders import read_classes


def corrected_samples(project: Project, dataset: str, *, takes_inbox: bool) -> Iterator[Sample | Finding]:
    """What waits in the inbox, if that is wanted, then what the dataset took in before; the newest first."""
    kept = project.corrected_folder(dataset)
    folders = sorted((folder for folder in kept.glob("[0-9]*") if folder.is_dir()), reverse=True)
    if takes_inbox and project.inbox_folder().is_dir():
        folders.insert(0, project.inbox_folder())
    for folder in folders:
        yield from _newest_first(folder)


def _newest_first(folder: Path) -> Iterator[Sample | Finding]:
    """One that was corrected twice counts as it was corrected last."""
    found = list(read_classes(folder))
    yield from (item for item in found if isinstance(item, Finding) and item.kind != "empty-folder")
    samples = [replace(item, is_corrected=True) for item in found if isinstance(item, Sample)]
    yield from sorted(samples, key=lambda sample: -sample.path.stat().st_mtime)
