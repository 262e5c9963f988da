"""Reading a source to its end: columns for splits and checks in memory, everything else waiting in a file."""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ptstudio.core.dataset import SPLITS, Counts, Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.core.sample_classes import Classes, classes_of, in_one, rarest
from ptstudio.data._coded import Coded, V
from ptstudio.data._ids import Ids
from ptstudio.data._splitting import group_of
from ptstudio.engine.intake.admission import Accepted, examined
from ptstudio.engine.intake.dividing import Dividing
from ptstudio.engine.intake.doubles import Copy, double, near_contradiction
from ptstudio.engine.intake.likenesses import Likenesses
from ptstudio.engine.intake.memory import Memory
from ptstudio.engine.intake.workspace import Workspace
from ptstudio.tasks._task import Task


@dataclass
class Gathered:
    """What a source held: a value a sample in each of the first eight, in the order of the waiting rows.

    `wholes` are the ids of the texts of which samples are parts, or nothing. `rows` are 0 where a sample has a file of
    its own, `corrected` the places of those that a person has corrected. `offered` counts the samples of each class as
    the source calls them, wanted or not. `taken` says where pictures of the inbox go, `doubles` which of them are there
    twice. `more_truths` is, by id, what is true of some beyond their classes. Of the waiting rows, `instead` are others
    that are used in their places, and those at the places `left_out` are not used.
    """

    ids: Ids = field(default_factory=Ids)
    wholes: Coded[str] = field(default_factory=Coded)
    labels: Coded[Classes] = field(default_factory=Coded)
    groups: Coded[str] = field(default_factory=Coded)
    paths: Coded[str] = field(default_factory=Coded)
    rows: "array[int]" = field(default_factory=lambda: array("I"))
    given: Coded[Split | None] = field(default_factory=Coded)
    more_truths: dict[str, str] = field(default_factory=dict)
    likenesses: Likenesses = field(default_factory=Likenesses)
    corrected: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    offered: Counter[str] = field(default_factory=Counter)
    taken: dict[Path, Path] = field(default_factory=dict)
    doubles: list[Path] = field(default_factory=list)
    instead: dict[int, str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, sorted."""
        return tuple(sorted({label for labels in set(self.labels) for label in labels}))

    def strata(self) -> Sequence[str]:
        """A class of each sample, by which they are divided evenly."""
        return self.labels.mapped(rarest(Counter(self.labels), "").__getitem__)

    def truths(self) -> Sequence[str]:
        """All that is true of each sample, in a text."""
        named = self.labels.mapped(in_one)
        if not self.more_truths:
            return named
        return [f"{truth} {self.more_truths.get(id_, '')}" for id_, truth in zip(self.ids, named, strict=True)]

    def copy_of(self, id_: str) -> Copy | None:
        """The sample of this content, if there is one."""
        place = self.ids.place_of(id_)
        if place is None:
            return None
        return self.copy_at(place)

    def copy_at(self, place: int) -> Copy:
        """The sample at a place."""
        row, truth = self.rows[place] or None, self.more_truths.get(self.ids[place], "")
        return Copy(self.paths[place], row, self.labels[place], truth, self.given[place], place in self.corrected)

    def leave_out(self, places: Collection[int]) -> None:
        """Use the samples at these places no more; it can be done once."""
        kept = array("I", (place for place in range(len(self.ids)) if place not in places))
        for place in places:
            self.more_truths.pop(self.ids[place], None)
        self.ids = Ids(self.ids[place] for place in kept)
        self.wholes, self.labels = _only(kept, self.wholes), _only(kept, self.labels)
        self.groups, self.paths = _only(kept, self.groups), _only(kept, self.paths)
        self.given = _only(kept, self.given)
        self.rows = array("I", (self.rows[place] for place in kept))
        self.corrected = {now for now, before in enumerate(kept) if before in self.corrected}
        self.left_out = set(places)

    def used(self, waiting: Iterable[str]) -> Iterator[str]:
        """The rows that are used, of all that wait."""
        for place, row in enumerate(waiting):
            if place not in self.left_out:
                yield self.instead.get(place, row)

    def forget_ids(self) -> None:
        """Let go what tells samples apart, once nobody asks any more: the waiting rows say it too."""
        self.ids, self.wholes, self.paths, self.rows = Ids(), Coded(), Coded(), array("I")
        self.given = Coded()

    def counts(self, splits: list[Split]) -> Counts:
        """Samples of each class in each split; how often it is marked only where any sample has a class twice."""
        kinds = Counter(zip(splits, self.labels, strict=True))
        counted: Counter[tuple[Split, str]] = Counter()
        marked: Counter[tuple[Split, str]] = Counter()
        for (split, labels), samples in kinds.items():
            counted.update({(split, label): samples for label in set(labels)})
            marked.update({(split, label): samples * times for label, times in Counter(labels).items()})
        totals = Counter(splits)
        return Counts(
            by_split=self._by_split(counted),
            samples={split: totals[split] for split in SPLITS},
            marked=self._by_split(marked) if marked != counted else {},
            empty={split: kinds[split, ()] for split in SPLITS},
        )

    def _by_split(self, counted: Mapping[tuple[Split, str], int]) -> dict[Split, dict[str, int]]:
        return {split: {label: counted.get((split, label), 0) for label in self.classes} for split in SPLITS}


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
    gathered, dividing = Gathered(), Dividing(task, options.most_words)
    root = source if source.is_dir() else source.parent
    with workspace.rows.open("w", encoding="utf-8") as rows:
        counted = _counted(samples, gathered.offered)
        read = _told(examined(task, counted, options, memory), progress)
        for item in _once(dividing.divided(read), gathered, options):
            if isinstance(item, Finding):
                _take_finding(gathered, item, workspace)
                continue
            path = _corrected_path(gathered, item, workspace) if item.sample.is_corrected else None
            row = json.dumps(_row(item, root, path)) + "\n"
            if item.admitted.id in gathered.ids:
                _take_instead(gathered, item, row)
                continue
            _take(gathered, item, options)
            rows.write(row)
            workspace.keep_thumbnail(item.admitted.id, item.admitted.thumbnail)
    _refuse_useless(gathered, source, options)
    gathered.findings.extend(dividing.findings(source))
    gathered.findings.extend(gathered.likenesses.findings(source))
    gathered.findings.extend(_near_contradictions(gathered))
    gathered.groups = gathered.likenesses.groups(gathered.groups)
    gathered.likenesses = Likenesses()
    return gathered


def _only(places: Iterable[int], column: Sequence[V]) -> Coded[V]:
    return Coded(column[place] for place in places)


def _counted(samples: Iterable[Sample | Finding], offered: Counter[str]) -> Iterator[Sample | Finding]:
    for item in samples:
        if isinstance(item, Sample):
            offered.update(set(classes_of(item.fields)))
        yield item


def _told(items: Iterable[Accepted | Finding], progress: Callable[[int, int], None]) -> Iterator[Accepted | Finding]:
    """Each as the source has it, whatever it is divided into."""
    for done, item in enumerate(items, start=1):
        progress(done, 0)
        yield item


def _once(
    items: Iterable[Accepted | Finding], gathered: Gathered, options: ImportOptions
) -> Iterator[Accepted | Finding]:
    """What is there twice becomes a finding; one for all parts of a text. One that is used instead of one before comes
    behind its finding.
    """
    told: Finding | None = None
    for item in items:
        before = None if isinstance(item, Finding) else gathered.copy_of(item.admitted.id)
        if isinstance(item, Finding) or before is None:
            yield item
            continue
        later = Copy.of(item)
        is_instead = options.split.keep_given and before.gives_way(later)
        found = double(before, later) if is_instead else double(later, before)
        if found != told:
            told = found
            yield found
        if is_instead:
            yield item


def _take(gathered: Gathered, item: Accepted, options: ImportOptions) -> None:
    if item.sample.is_corrected:
        gathered.corrected.add(len(gathered.ids))
    gathered.ids.add(item.admitted.id)
    gathered.wholes.append(item.admitted.whole)
    gathered.labels.append(item.admitted.labels)
    if item.admitted.truth:
        gathered.more_truths[item.admitted.id] = item.admitted.truth
    gathered.paths.append(str(item.sample.path))
    gathered.rows.append(item.sample.row or 0)
    group = group_of(item.sample.path.name, item.sample.group, options.split)
    gathered.groups.append(group)
    gathered.given.append(item.sample.split)
    gathered.likenesses.add("" if group else item.admitted.likeness, item.admitted.sameness)


def _take_instead(gathered: Gathered, item: Accepted, row: str) -> None:
    """Of the same content as one before: only what the source says of it is another."""
    place = gathered.ids.add(item.admitted.id)
    gathered.labels[place] = item.admitted.labels
    if item.admitted.truth:
        gathered.more_truths[item.admitted.id] = item.admitted.truth
    gathered.paths[place] = str(item.sample.path)
    gathered.rows[place] = item.sample.row or 0
    gathered.given[place] = item.sample.split
    gathered.instead[place] = row


def _near_contradictions(gathered: Gathered) -> Iterator[Finding]:
    """Texts that are the same but for capitals and punctuation, in different classes; where more than classes is true
    of them, it may well be different.
    """
    for places in gathered.likenesses.same():
        first, *others = (gathered.copy_at(place) for place in places)
        for copy in others:
            if copy.labels != first.labels and not copy.truth and not first.truth:
                yield near_contradiction(copy, first)


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
    return columns | {"id": item.admitted.id, "row": item.sample.row or 0, "whole": item.admitted.whole}


def _refuse_useless(gathered: Gathered, source: Path, options: ImportOptions) -> None:
    unknown = [name for name in (*options.rename, *options.leave_out) if name not in gathered.offered]
    if unknown:
        known = ", ".join(sorted(gathered.offered)[:20])
        raise DatasetError(f"There is no class called “{unknown[0]}”.", f"The classes are: {known}.")
    if not gathered.ids:
        errors = [finding for finding in gathered.findings if finding.severity == "error"]
        found = errors or gathered.findings
        first = f" The first: {found[0].path}: {found[0].reason}" if found else ""
        problems = "1 problem was" if len(found) == 1 else f"{len(found):,} problems were"
        is_one_kind = len({each.kind for each in found}) == 1
        raise DatasetError(
            f"Nothing in “{source}” can be used; {problems} found.{first}",
            found[0].remedy if is_one_kind else "Mend the files, or choose another folder or file.",
        )
