"""What is printed: results on standard output, for people as lines and for programs as JSON; all else beside it."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from ptstudio.core.errors import PTStudioError
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import Report
from ptstudio.core.sentence import without_isolates
from ptstudio.core.trust import cautions, counted
from ptstudio.tasks import all_tasks

MOST_CLASSES = 40


def say(text: str = "") -> None:
    """A line for people. Characters that the terminal cannot show are replaced, never an error."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(without_isolates(text).encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """A value for programs, pure ASCII so that every terminal can carry it."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")
    sys.stdout.flush()


def complain(error: PTStudioError) -> None:
    """An error, on standard error: what happened, and what to do."""
    sys.stderr.write(f"Error: {error.message}\nHint: {error.hint}\n")


def duration(seconds: float) -> str:
    """About how long that is, in words."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def report_lines(report: Report) -> list[str]:
    """Every metric of every split, with its interval and the baseline beside it, and how far not to trust them."""
    facts = all_tasks()[report.task].metrics
    width = max(len(fact.title) for fact in facts)
    lines = []
    for split in report.splits.values():
        lines.append(f"{split.split.capitalize()}, {counted(split.samples).say()}:")
        lines.append(f"  {'':{width}}  {'':>9}   {'95 % interval':>19}   {'baseline':>9}")
        lines += [f"  {_metric_line(fact, split.metrics[fact.key], split.baseline, width)}" for fact in facts]
        lines.append(f"  Baseline: {split.baseline_reason}")
        lines += [f"  Caution: {caution.say()}" for caution in cautions(report, split, facts)]
    return lines


def count_lines(counts: Mapping[str, Mapping[str, int]], samples: Mapping[str, int]) -> list[str]:
    """How many samples each class has in each split, of at most forty classes, and how many there are of all."""
    classes = sorted({label for split in counts.values() for label in split})
    shown = classes[:MOST_CLASSES]
    width = min(40, max((len(label) for label in shown), default=5))
    lines = [f"  {'class':{width}}" + "".join(f"{split:>12}" for split in counts)]
    lines += [
        f"  {label:{width}}" + "".join(f"{split.get(label, 0):12,d}" for split in counts.values()) for label in shown
    ]
    if len(classes) > len(shown):
        lines.append(f"  … and {len(classes) - len(shown):,} more classes")
    lines.append(f"  {'all':{width}}" + "".join(f"{samples[split]:12,d}" for split in counts))
    return lines


def finding_line(finding: Mapping[str, Any]) -> str:
    """A finding: where, why, and what can be done."""
    row = f", {finding['row_is']} {finding['row']}" if finding["row"] else ""
    return f"  {finding['severity']}: {finding['path']}{row}: {finding['reason']} {finding['remedy']}"


def _metric_line(fact: MetricFacts, estimate: Estimate, baseline: Mapping[str, float], width: int) -> str:
    interval = f"{fact.written(estimate.low)} – {fact.written(estimate.high)}"
    value, compared = fact.written(estimate.value), fact.written(baseline[fact.key]) if fact.key in baseline else "–"
    note = "" if fact.higher_is_better else "   lower is better"
    return f"{fact.title:{width}}  {value:>9}   {interval:>19}   {compared:>9}{note}"
