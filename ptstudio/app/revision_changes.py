"""What changed from one dataset revision to the next, in words and by class; knows no widget."""

from dataclasses import dataclass

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.dataset import Counts, Revision
from ptstudio.core.project import Project
from ptstudio.core.revision_change import RevisionChange, change_of
from ptstudio.data._revision import labels_of

_NAMED = 4


@dataclass(frozen=True)
class ClassChange:
    """What became of one class, or of all together: how many samples it had, got, lost, and has."""

    name: str
    before: int
    added: int
    removed: int
    came: int
    went: int

    @property
    def after(self) -> int:
        """How many samples it has now."""
        return self.before + self.added - self.removed + self.came - self.went


def change_between(project: Project, old: Revision, new: Revision) -> RevisionChange:
    """Compare two revisions sample by sample; reads both tables."""
    return change_of(labels_of(project, old), labels_of(project, new))


def change_words(change: RevisionChange, number: int) -> str:
    """The change against the revision of that number in one line."""
    parts = []
    if change.added:
        added = sum(change.added.values())
        parts.append(tr("{count} new", count=formats.count(added)))
    if change.removed:
        removed = sum(change.removed.values())
        parts.append(tr("{count} no longer there", count=formats.count(removed)))
    if change.relabelled:
        moves = [tr("{count} from {before} to {after}", count=formats.count(move.count), before=move.before,
                    after=move.after) for move in sorted(change.moves, key=lambda move: -move.count)]  # fmt: skip
        parts.append(
            tr("{count} with another class ({moves})", count=formats.count(change.relabelled), moves=_listed(moves))
        )
    if change.new_classes:
        parts.append(tr("new classes: {names}", names=_listed(change.new_classes)))
    if change.gone_classes:
        parts.append(tr("classes gone: {names}", names=_listed(change.gone_classes)))
    if not parts:
        return tr("The same samples with the same classes as in revision {number}.", number=number)
    return tr("Against revision {number}: {changes}.", number=number, changes="; ".join(parts))


def class_changes(change: RevisionChange, before: Counts) -> list[ClassChange]:
    """What became of each class that changed, and of all of them in the last row; nothing where nothing changed."""
    totals = class_totals(before)
    moved = [(move.before, move.after, move.count) for move in change.moves]
    touched = {*change.added, *change.removed, *(name for one, other, _ in moved for name in (one, other))}
    rows = [
        ClassChange(
            name,
            totals.get(name, 0),
            change.added.get(name, 0),
            change.removed.get(name, 0),
            sum(count for _, after, count in moved if after == name),
            sum(count for old, _, count in moved if old == name),
        )
        for name in sorted(touched)
    ]
    if not rows:
        return []
    sums = [sum(each) for each in zip(*((row.added, row.removed, row.came, row.went) for row in rows), strict=True)]
    return [*rows, ClassChange(tr("All classes"), before.total, *sums)]


def class_totals(counts: Counts) -> dict[str, int]:
    """The samples of each class over all splits."""
    totals: dict[str, int] = {}
    for classes in counts.by_split.values():
        for label, count in classes.items():
            totals[label] = totals.get(label, 0) + count
    return totals


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
