"""The answers of a cross-validation as a table that any program can read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ptstudio.core import atomic
from ptstudio.data._revision import SplitRows
from ptstudio.tasks._folds import Numbers
from ptstudio.tasks._task import Evidence, Task


def write_predictions(
    file: Path, task: Task, rows: SplitRows, folds: Numbers, evidence: Evidence, classes: Sequence[str]
) -> None:
    """Write a line for each sample: its id, its file, its fold (from 1), the truth, the answer, and how probable each
    class is. UTF-8 with a signature, by which spreadsheet programs know it. Raises OSError.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["sample", "path", "fold", "truth", "answer", *(f"probability of {label}" for label in classes)])
    predictions = task.predictions(evidence, classes, len(classes))
    for row, fold, prediction in zip(rows, folds, predictions, strict=True):
        by_class = {one.label: one.probability for one in prediction.classes}
        said = [f"{by_class[label]:.6f}" for label in classes]
        truth = task.truth(row, classes)
        table.writerow([row["id"], row.get("path", ""), int(fold) + 1, truth, prediction.best.label, *said])
    atomic.write_bytes(file, text.getvalue().encode("utf-8-sig"))
