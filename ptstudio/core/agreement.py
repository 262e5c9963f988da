"""Whether a training that was done again came out the same, and if not, what may be the reason; reads run folders."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.provenance import Difference, differences, provenance_of
from ptstudio.core.run import Run

WEIGHTS = Path("model") / "weights.safetensors"


@dataclass(frozen=True)
class Apart:
    """A figure that is not the same: what it is, and what it was before and is now."""

    name: str
    before: float
    now: float

    @property
    def distance(self) -> float:
        """How far the two lie from each other."""
        return abs(self.now - self.before)


@dataclass(frozen=True)
class Agreement:
    """How two trainings compare: `final` holds the metrics that differ, `courses` the losses of epochs that do.

    `has_same_weights` is None where one of them has no trained network. `reasons` is everything around the two that
    differs and on which figures can depend.
    """

    final: tuple[Apart, ...]
    courses: tuple[Apart, ...]
    has_same_epochs: bool
    has_same_weights: bool | None
    reasons: tuple[Difference, ...]
    is_known: bool
    repeatability: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether everything is the same to the last bit."""
        return not (self.final or self.courses) and self.has_same_epochs and self.has_same_weights is not False

    @property
    def is_same_in_figures(self) -> bool:
        """Whether the figures that were measured at the end are the same."""
        return not self.final


def agreement(before: Run, later: Run) -> Agreement:
    """Compare two trainings that have ended. Reads their trained weights, and so takes a moment for large ones."""
    first, second = provenance_of(before.folder), provenance_of(later.folder)
    return Agreement(
        final=tuple(_final(before, later)),
        courses=tuple(_courses(before, later)),
        has_same_epochs=len(before.epochs) == len(later.epochs),
        has_same_weights=_has_same_weights(before.folder, later.folder),
        reasons=tuple(differences(first, second)) if first and second else (),
        is_known=first is not None and second is not None,
        repeatability=second.repeatability if second else "",
    )


def agreement_lines(found: Agreement) -> list[str]:
    """It in sentences."""
    return [_verdict(found), *_reason_lines(found)]


def _verdict(found: Agreement) -> str:
    if found.is_exact:
        weights = ", and so are the trained weights" if found.has_same_weights else ""
        return f"The same as before: every figure is equal to the last bit{weights}."
    if found.is_same_in_figures:
        largest = max((one.distance for one in found.courses), default=0.0)
        return f"The final figures are the same; on the way there, losses differ by at most {largest:.2g}."
    worst = max(found.final, key=lambda one: one.distance)
    return (
        f"Not the same as before: the figures differ by at most {worst.distance:.2g} "
        f"({worst.name}: {worst.before:.4g} before, {worst.now:.4g} now)."
    )


def _reason_lines(found: Agreement) -> Iterator[str]:
    if not found.is_known:
        yield "What was around the earlier run was not written down, so it cannot be said what has changed since."
        return
    sides = (
        ("asked", "What was asked for differs, so it need not be the same:"),
        ("given", "What it learned from differs:"),
        ("around", "What is around it differs, which can change the last digits:"),
    )
    for side, heading in sides:
        named = [one.say() for one in found.reasons if one.side == side]
        if named:
            yield f"{heading} {'; '.join(named)}."
    if not found.is_exact and not found.reasons:
        yield (
            "Nothing that is written down differs. Computing in another order, as several threads or a graphics card "
            "do, changes last digits, which training can make larger."
        )


def _final(before: Run, later: Run) -> Iterator[Apart]:
    first, second = _figures(before), _figures(later)
    for name in first.keys() & second.keys():
        if first[name] != second[name]:
            yield Apart(name, first[name], second[name])


def _courses(before: Run, later: Run) -> Iterator[Apart]:
    """The losses and metrics of the epochs that both have."""
    earlier = {epoch.epoch: epoch for epoch in before.epochs}
    for epoch in later.epochs:
        other = earlier.get(epoch.epoch)
        if other is None:
            continue
        pairs = {"training loss": (other.train_loss, epoch.train_loss)}
        pairs["validation loss"] = (other.validation_loss, epoch.validation_loss)
        pairs |= {name: (other.metrics[name], value) for name, value in epoch.metrics.items() if name in other.metrics}
        for name, (one, two) in pairs.items():
            if one != two:
                yield Apart(f"{name} in epoch {epoch.epoch}", one, two)


def _figures(run: Run) -> dict[str, float]:
    """What was measured at the end, by split and metric."""
    found = {}
    for split, metrics in run.result.get("metrics", {}).items():
        for name, estimate in metrics.items():
            found[f"{name.replace('_', ' ')} on the {split} split"] = float(estimate["value"])
    return found


def _has_same_weights(before: Path, later: Path) -> bool | None:
    try:
        return _digest(before / WEIGHTS) == _digest(later / WEIGHTS)
    except OSError:
        return None


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
