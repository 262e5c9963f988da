"""Samples whose class a person has put right, read before all others; knows a project's folders and no task."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from ptstudio.core.dataset import Finding, Sample
from ptstudio.core.project import Project
from ptstudio.data._folders import SampleFiles, read_classes

_UNSUITABLE = re.compile(r'[%/\\:*?"<>|\x00-\x1f\x7f]|^[. ]|[. ]$')
"""What the name of a folder cannot hold on one system or another, and the sign that stands for it here."""


def folder_of(label: str) -> str:
    """The folder for a class: its name, with what no folder may be called written as in a web address (`%3A`)."""
    return _UNSUITABLE.sub(lambda found: f"%{ord(found[0]):02X}", label)


def label_of(folder: str) -> str:
    """The class whose folder that is."""
    return unquote(folder)


def corrected_samples(
    project: Project, dataset: str, kind: SampleFiles | None, *, takes_inbox: bool
) -> Iterator[Sample | Finding]:
    """What waits in the inbox, if that is wanted, then what the dataset took in before; the newest first. `kind` says
    which files are samples; without it, none is.
    """
    if kind is None:
        return
    kept = project.corrected_folder(dataset)
    folders = sorted((folder for folder in kept.glob("[0-9]*") if folder.is_dir()), reverse=True)
    if takes_inbox and project.inbox_folder().is_dir():
        folders.insert(0, project.inbox_folder())
    for folder in folders:
        yield from _newest_first(folder, kind)


def _newest_first(folder: Path, kind: SampleFiles) -> Iterator[Sample | Finding]:
    """One that was corrected twice counts as it was corrected last."""
    found = list(read_classes(folder, kind))
    yield from (item for item in found if isinstance(item, Finding) and item.kind != "empty-folder")
    samples = [_named(item) for item in found if isinstance(item, Sample)]
    yield from sorted(samples, key=lambda sample: -sample.path.stat().st_mtime)


def _named(sample: Sample) -> Sample:
    fields = {**sample.fields, "label": label_of(str(sample.fields["label"]))}
    return replace(sample, fields=fields, is_corrected=True)
