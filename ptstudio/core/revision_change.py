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
    became = Counter((label, after.get(key)) for key, label in before.items())
    added = Counter(after.values())
    old, new = {label for label, _ in became}, set(added)
    removed: dict[str, int] = {}
    moved: dict[tuple[str, str], int] = {}
    for (one, other), count in became.items():
        if other is None:
            removed[one] = count
            continue
        added[other] -= count
        if one != other:
            moved[one, other] = count
    return RevisionChange(
        added=dict(sorted((+added).items())),
        removed=dict(sorted(removed.items())),
        moves=tuple(Move(before=one, after=other, count=count) for (one, other), count in sorted(moved.items())),
        new_classes=tuple(sorted(new - old)),
        gone_classes=tuple(sorted(old - new)),
    )
