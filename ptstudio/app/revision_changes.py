"""What changed from one dataset revision to the next, exact between two on disk; knows no widget."""

from collections.abc import Mapping
from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.dataset import Counts, Revision
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table

_NAMED = 4


@dataclass(frozen=True)
class RevisionChange:
    """How many samples came, went, or changed their class, and which classes are new or gone."""

    added: int = 0
    removed: int = 0
    relabelled: int = 0
    new_classes: tuple[str, ...] = ()
    gone_classes: tuple[str, ...] = ()


def change_between(project: Project, old: Revision, new: Revision) -> RevisionChange:
    """Compare two revisions sample by sample; reads both tables."""
    before, after = _labels(project, old), _labels(project, new)
    return RevisionChange(
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        relabelled=sum(before[key] != after[key] for key in before.keys() & after.keys()),
        new_classes=tuple(label for label in new.classes if label not in old.classes),
        gone_classes=tuple(label for label in old.classes if label not in new.classes),
    )


def change_words(change: RevisionChange) -> str:
    """The change in one line."""
    parts = []
    if change.added:
        parts.append(tr("{count} samples are new", count=formats.count(change.added)))
    if change.removed:
        parts.append(tr("{count} are no longer there", count=formats.count(change.removed)))
    if change.relabelled:
        parts.append(tr("{count} have another class", count=formats.count(change.relabelled)))
    if change.new_classes:
        parts.append(tr("new classes: {names}", names=_listed(change.new_classes)))
    if change.gone_classes:
        parts.append(tr("classes gone: {names}", names=_listed(change.gone_classes)))
    if not parts:
        return tr("The same samples with the same classes as before.")
    return tr("Against the revision before: {changes}.", changes=", ".join(parts))


def count_changes(last: Revision, counts: Counts) -> str:
    """What an import would change by its counts, before the samples themselves can be compared."""
    before, after = class_totals(last.counts), class_totals(counts)
    names = sorted(before.keys() | after.keys())
    moves = [(name, after.get(name, 0) - before.get(name, 0)) for name in names]
    parts = [_move(name, by, before, after) for name, by in moves if by]
    if not parts:
        return tr("As many samples of each class as in revision {number}.", number=last.number)
    shown = ", ".join(parts[: 2 * _NAMED]) + (", …" if len(parts) > 2 * _NAMED else "")
    return tr("Against revision {number}: {changes}.", number=last.number, changes=shown)


def class_totals(counts: Counts) -> dict[str, int]:
    """The samples of each class over all splits."""
    totals: dict[str, int] = {}
    for classes in counts.by_split.values():
        for label, count in classes.items():
            totals[label] = totals.get(label, 0) + count
    return totals


def _move(name: str, by: int, before: Mapping[str, int], after: Mapping[str, int]) -> str:
    if name not in before:
        return tr("new class {name} with {count}", name=name, count=formats.count(by))
    if name not in after:
        return tr("class {name} gone", name=name)
    sign = "+" if by > 0 else "−"
    return f"{name} {sign}{formats.count(abs(by))}"


def _labels(project: Project, revision: Revision) -> dict[str, str]:
    table = open_table(project.revision_folder(revision.key))
    labels = (revision.classes[number] for number in table["label"].to_pylist())
    return dict(zip(table["id"].to_pylist(), labels, strict=True))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
