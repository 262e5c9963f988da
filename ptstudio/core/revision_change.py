"""What changed from one dataset revision to the next, sample by sample; knows no file."""

from collections import Counter
from collections.abc import Mapping

from ptstudio.core.message import Record


class Move(Record):
    """How many samples went from one class to another."""

    before: str
    after: str
    count: int


class RevisionChange(Record):
    """The samples that came, by class, those that are gone, and those that have another class now."""

    added: dict[str, int] = {}
    removed: dict[str, int] = {}
    moves: tuple[Move, ...] = ()
    new_classes: tuple[str, ...] = ()
    gone_classes: tuple[str, ...] = ()

    @property
    def relabelled(self) -> int:
        """How many samples have another class now."""
        return sum(move.count for move in self.moves)


def change_of(before: Mapping[str, str], after: Mapping[str, str]) -> RevisionChange:
    """Compare the class of every sample, by its id, with the one that it had."""
    added = Counter(after[key] for key in after.keys() - before.keys())
    removed = Counter(before[key] for key in before.keys() - after.keys())
    moved = Counter((before[key], after[key]) for key in before.keys() & after.keys() if before[key] != after[key])
    old, new = set(before.values()), set(after.values())
    return RevisionChange(
        added=dict(sorted(added.items())),
        removed=dict(sorted(removed.items())),
        moves=tuple(Move(before=one, after=other, count=count) for (one, other), count in sorted(moved.items())),
        new_classes=tuple(sorted(new - old)),
        gone_classes=tuple(sorted(old - new)),
    )
