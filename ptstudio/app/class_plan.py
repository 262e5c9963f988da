"""What is to become of the classes of a source: kept, renamed, merged or left out; knows no widget."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass
class ClassPlan:
    """The classes as the source calls them, with how many samples each has, how often it is marked in them (where that
    can be more than once), and what a person decided.
    """

    counts: dict[str, int] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def found(self, counts: Mapping[str, int], marked: Mapping[str, int] = MappingProxyType({})) -> None:
        """Take note of what the source holds; decisions on classes that are still there stay."""
        self.counts, self.marked = dict(counts), dict(marked)

    def name_of(self, label: str) -> str:
        """What a class of the source will be called."""
        return self.names.get(label, label)

    def rename(self, label: str, name: str) -> None:
        """Give a class another name; the name of another class merges the two. An empty name gives its own back."""
        name = name.strip()
        if name and name != label:
            self.names[label] = name
        else:
            self.names.pop(label, None)

    def merge(self, labels: Iterable[str]) -> str:
        """Make one class of several, called like the largest of them; gives its name."""
        chosen = list(labels)
        name = self.name_of(max(chosen, key=lambda label: self.counts.get(label, 0)))
        for label in chosen:
            self.rename(label, name)
        return name

    def leave_out(self, label: str, *, is_out: bool = True) -> None:
        """Do without a class, or take it back in."""
        if is_out:
            self.left_out.add(label)
        else:
            self.left_out.discard(label)

    def reset(self) -> None:
        """Forget every decision."""
        self.names.clear()
        self.left_out.clear()

    @property
    def is_changed(self) -> bool:
        """Whether anything was decided."""
        return bool(self.renamed or self.dropped)

    @property
    def outcome(self) -> dict[str, int]:
        """The classes as they will be, with how many samples each gets."""
        return self._left(self.counts)

    @property
    def marked_left(self) -> dict[str, int]:
        """The same with how often each will be marked."""
        return self._left(self.marked)

    @property
    def renamed(self) -> dict[str, str]:
        """The new names of classes that are wanted, as an import takes them."""
        return {label: name for label, name in self.names.items() if self._may_be(label) and label not in self.left_out}

    @property
    def dropped(self) -> tuple[str, ...]:
        """The classes that are not wanted, as an import takes them."""
        return tuple(sorted(label for label in self.left_out if self._may_be(label)))

    def _left(self, counted: Mapping[str, int]) -> dict[str, int]:
        made: dict[str, int] = {}
        for label, count in counted.items():
            if label not in self.left_out:
                made[self.name_of(label)] = made.get(self.name_of(label), 0) + count
        return dict(sorted(made.items()))

    def _may_be(self, label: str) -> bool:
        """Whether the source has that class, or has not been looked at yet."""
        return not self.counts or label in self.counts
