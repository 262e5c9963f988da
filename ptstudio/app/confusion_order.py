"""The confusion matrix in an order of classes, and how its cells read; knows no widget."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.translation import tr
from ptstudio.core.report import Confusion, PixelConfusion


@dataclass(frozen=True)
class Matrix:
    """The matrix as it is shown: row and column `i` stand for `classes[i]`, rows for the truth."""

    classes: tuple[str, ...]
    cells: dict[tuple[int, int], tuple[str, ...]]
    totals: tuple[int, ...]

    def samples(self, truth: int, said: int) -> tuple[str, ...]:
        """The ids behind a cell."""
        return self.cells.get((truth, said), ())

    def share(self, truth: int, said: int) -> float:
        """The cell's part of its row, from 0 to 1."""
        return len(self.samples(truth, said)) / self.totals[truth] if self.totals[truth] else 0.0

    def text(self, truth: int, said: int, *, is_percent: bool) -> str:
        """What stands in a cell; nothing where it has no samples."""
        number = len(self.samples(truth, said))
        if not number:
            return ""
        if not is_percent:
            return count(number)
        return _percent(self.share(truth, said))

    def words(self, truth: int, said: int) -> str:
        """A cell in a sentence."""
        values = {
            "number": count(len(self.samples(truth, said))),
            "total": count(self.totals[truth]),
            "truth": self.classes[truth],
            "said": self.classes[said],
        }
        if truth == said:
            return tr("{number} of {total} samples of “{truth}” were recognised", **values)
        return tr("{number} of {total} samples of “{truth}” were taken for “{said}”", **values)

    def worst(self) -> tuple[int, int] | None:
        """The wrong cell with the most samples, if anything is wrong."""
        sizes = {at: len(samples) for at, samples in self.cells.items() if at[0] != at[1]}
        largest = max(sizes.values(), default=0)
        return max((at for at, size in sizes.items() if size == largest), key=lambda at: self.share(*at), default=None)


@dataclass(frozen=True)
class PixelMatrix(Matrix):
    """That of pixels, of which only the shares are known."""

    shares: tuple[tuple[float, ...], ...] = ()

    @override
    def share(self, truth: int, said: int) -> float:
        return self.shares[truth][said]

    @override
    def text(self, truth: int, said: int, *, is_percent: bool) -> str:
        found = self.share(truth, said)
        return _percent(found) if found else ""

    @override
    def words(self, truth: int, said: int) -> str:
        values = {
            "share": share(self.share(truth, said)),
            "truth": self.classes[truth],
            "said": self.classes[said],
        }
        if truth == said:
            return tr("{share} of the pixels of “{truth}” were recognised", **values)
        return tr("{share} of the pixels of “{truth}” were taken for “{said}”", **values)


def pixel_matrix(confusion: PixelConfusion) -> PixelMatrix:
    """The matrix with its classes as they are."""
    return PixelMatrix(confusion.classes, {}, (0,) * len(confusion.classes), confusion.shares)


def matrix(confusion: Confusion, order: Sequence[int]) -> Matrix:
    """The matrix with its classes in `order` (indices into the report's classes)."""
    place = {label: at for at, label in enumerate(order)}
    cells = {(place[cell.truth], place[cell.predicted]): cell.samples for cell in confusion.cells if cell.samples}
    totals = [0] * len(order)
    for (truth, _), samples in cells.items():
        totals[truth] += len(samples)
    return Matrix(tuple(confusion.classes[label] for label in order), cells, tuple(totals))


def by_name(confusion: Confusion) -> list[int]:
    """Classes from A to Z."""
    return sorted(range(len(confusion.classes)), key=lambda label: confusion.classes[label].casefold())


def by_confusion(confusion: Confusion) -> list[int]:
    """The most confused class first, each followed by the one it is most confused with, so that mix-ups meet."""
    between: dict[int, Counter[int]] = {label: Counter() for label in range(len(confusion.classes))}
    for cell in confusion.cells:
        if cell.truth != cell.predicted:
            between[cell.truth][cell.predicted] += len(cell.samples)
            between[cell.predicted][cell.truth] += len(cell.samples)
    ranked = sorted(between, key=lambda label: (-between[label].total(), confusion.classes[label].casefold()))
    rank = {label: place for place, label in enumerate(ranked)}
    left = dict.fromkeys(ranked)
    order: list[int] = []
    while left:
        mixed_up = between[order[-1]] if order else Counter[int]()
        near = [label for label in mixed_up if label in left]
        best = min(near, key=lambda label: (-mixed_up[label], rank[label])) if near else next(iter(left))
        order.append(best)
        del left[best]
    return order


def _percent(part: float) -> str:
    percent = 100 * part
    return "<1 %" if percent < 1 else f"{percent:.0f} %"
