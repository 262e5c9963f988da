"""Results on standard output: for people as lines, for programs as JSON."""

import json
import sys
from collections.abc import Mapping
from typing import Any


def say(text: str = "") -> None:
    """A line for people. Characters that the terminal cannot show are replaced, never an error."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def say_json(value: Any, *, indent: int | None = 2) -> None:
    """A value for programs, pure ASCII so that every terminal can carry it."""
    sys.stdout.write(json.dumps(value, indent=indent) + "\n")


def metric_lines(metrics: Mapping[str, Any], baseline: Mapping[str, float]) -> list[str]:
    """A table of metrics, each `{"value", "low", "high"}`, with the baseline beside it."""
    lines = [f"  {'':20s}{'value':>9s}   {'95 % interval':^17s}   {'baseline':>8s}"]
    for key, estimate in metrics.items():
        interval = f"{estimate['low']:.3f} – {estimate['high']:.3f}"
        title = key.replace("_", " ")
        lines.append(f"  {title:20s}{estimate['value']:9.3f}   {interval:^17s}   {baseline[key]:8.3f}")
    return lines


def count_lines(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """How many samples each class has in each split, of at most forty classes."""
    classes = sorted({label for split in counts.values() for label in split})
    width = min(40, max((len(label) for label in classes), default=5))
    lines = [f"  {'class':{width}s}" + "".join(f"{split:>12s}" for split in counts)]
    lines += [
        f"  {label:{width}s}" + "".join(f"{split.get(label, 0):12d}" for split in counts.values())
        for label in classes[:40]
    ]
    if len(classes) > 40:
        lines.append(f"  … and {len(classes) - 40} more classes")
    lines.append(f"  {'all':{width}s}" + "".join(f"{sum(split.values()):12d}" for split in counts.values()))
    return lines
