"""Reading a source to its end: columns for splits and checks in memory, everything else waiting in a file."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from ptstudio.core.dataset import SPLITS, Counts, Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import Classes, classes_of
from ptstudio.data._splitting import group_of
from ptstudio.engine.intake.admission import Accepted, examined
from ptstudio.engine.intake.likenesses import Likenesses
from ptstudio.engine.intake.memory import Memory
from ptstudio.engine.intake.workspace import Workspace
from ptstudio.tasks._task import Task


@dataclass
class Gathered:
    """What a source held: for each sample a value in `ids`, `labels`, `groups`, `paths` and `given`, in the order of
    the waiting rows; in `more_truths`, by id, what is true of some beyond their classes.

    `offered` counts the samples of each class as the source calls them, wanted or not. `taken` says where files of
    the inbox go, `doubles` which of them are there twice.
    """

    ids: list[str] = field(default_factory=list)
    labels: list[Classes] = field(default_factory=list)
    more_truths: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    given: list[Split | None] = field(default_factory=list)
    known: dict[Classes, Classes] = field(default_factory=dict)
    likenesses: Likenesses = field(default_factory=Likenesses)
    findings: list[Finding] = field(default_factory=list)
    offered: Counter[str] = field(default_factory=Counter)
    taken: dict[Path, Path] = field(default_factory=dict)
    doubles: list[Path] = field(default_factory=list)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, sorted."""
        return tuple(sorted({label for labels in set(self.labels) for label in labels}))

    def truths(self) -> list[str]:
        """All that is true of each sample, in a text."""
        return [
            labels[0] if len(labels) == 1 and id_ not in self.more_truths else f"{labels} {self.more_truths.get(id_)}"
            for id_, labels in zip(self.ids, self.labels, strict=True)
        ]

    def counts(self, splits: list[Split]) -> Counts:
        """Samples of each class in each split."""
        kinds = Counter(zip(splits, self.labels, strict=True))
        counted: Counter[tuple[Split, str]] = Counter()
        for (split, labels), samples in kinds.items():
            counted.update({(split, label): samples for label in set(labels)})
        by_split = {split: {label: counted[split, label] for label in self.classes} for split in SPLITS}
        totals = Counter(splits)
        return Counts(by_split=by_split, samples={split: totals[split] for split in SPLITS})


def gather(
    task: Task,
    samples: Iterable[Sample | Finding],
    source: Path,
    options: ImportOptions,
    workspace: Workspace,
    memory: Memory,
    progress: Callable[[int, int], None],
) -> Gathered:
    """Examine everything that was read of `source`. Raises DatasetError where nothing can be learned from it."""
    gathered = Gathered()
    root = source if source.is_dir() else source.parent
    with workspace.rows.open("w", encoding="utf-8") as rows:
        counted = _counted(samples, gathered.offered)
        for done, item in enumerate(examined(task, counted, options, memory), start=1):
            progress(done, 0)
            if isinstance(item, Finding):
                _take_finding(gathered, item, workspace)
                continue
            _take(gathered, item, options)
            path = _corrected_path(gathered, item, workspace) if item.sample.is_corrected else None
            rows.write(json.dumps(_row(item, root, path)) + "\n")
            workspace.keep_thumbnail(item.admitted.id, item.admitted.thumbnail)
    _refuse_useless(gathered, source, options)
    gathered.groups = gathered.likenesses.groups(gathered.groups)
    return gathered


def _counted(samples: Iterable[Sample | Finding], offered: Counter[str]) -> Iterator[Sample | Finding]:
    for item in samples:
        if isinstance(item, Sample):
            offered.update(set(classes_of(item.fields)))
        yield item


def _take(gathered: Gathered, item: Accepted, options: ImportOptions) -> None:
    gathered.ids.append(item.admitted.id)
    labels = item.admitted.labels
    gathered.labels.append(gathered.known.setdefault(labels, labels))  # there are few, each of them many times
    if item.admitted.truth:
        gathered.more_truths[item.admitted.id] = item.admitted.truth
    gathered.paths.append(intern(str(item.sample.path)))  # of a table, the same for all
    gathered.groups.append(intern(group_of(item.sample.path.name, item.sample.group, options.split)))
    gathered.given.append(item.sample.split)
    gathered.likenesses.add(item.admitted.likeness)


def _take_finding(gathered: Gathered, finding: Finding, workspace: Workspace) -> None:
    gathered.findings.append(finding)
    if finding.kind in ("duplicate", "corrected") and workspace.is_in_inbox(Path(finding.path)):
        gathered.doubles.append(Path(finding.path))


def _corrected_path(gathered: Gathered, item: Accepted, workspace: Workspace) -> str:
    """Where a corrected sample lies, for its row; one that still waits in the inbox will have been moved there."""
    file, place = item.sample.path, workspace.place_for(item.sample.path, item.admitted.id)
    if place != file:
        gathered.taken[file] = place
    return workspace.inner_path(place)


def _row(item: Accepted, root: Path, corrected: str | None) -> dict[str, Any]:
    columns = dict(item.admitted.columns)
    path = columns.get("path")
    if isinstance(path, str) and corrected is not None:
        columns["path"] = corrected
    elif isinstance(path, str) and Path(path).is_relative_to(root):
        columns["path"] = Path(path).relative_to(root).as_posix()
    return columns | {"id": item.admitted.id, "row": item.sample.row or 0}


def _refuse_useless(gathered: Gathered, source: Path, options: ImportOptions) -> None:
    unknown = [name for name in (*options.rename, *options.leave_out) if name not in gathered.offered]
    if unknown:
        known = ", ".join(sorted(gathered.offered)[:20])
        raise DatasetError(f"There is no class called “{unknown[0]}”.", f"The classes are: {known}.")
    if not gathered.ids:
        found = gathered.findings
        first = f" The first: {found[0].path}: {found[0].reason}" if found else ""
        raise DatasetError(
            f"Nothing in “{source}” can be used; {len(found)} problems were found.{first}",
            "Mend the files, or choose another folder or file.",
        )
