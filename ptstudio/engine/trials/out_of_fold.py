"""The answers of a cross-validation as a table that any program can read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ptstudio.core import atomic
from ptstudio.core.prediction import Classes, Labels, Prediction
from ptstudio.data._revision import SplitRows
from ptstudio.tasks._folds import Numbers
from ptstudio.tasks._task import Evidence, Task


def write_predictions(
    file: Path, task: Task, rows: SplitRows, folds: Numbers, evidence: Evidence, classes: Sequence[str]
) -> None:
    """Write a line for each sample: its id, its file, its fold (from 1), the truth, the answer, how probable that is,
    and, where whole samples are answered for, how probable each class is. UTF-8 with a signature, by which spreadsheet
    programs know it. Raises OSError.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    predictions = task.predictions(evidence, classes, len(classes))
    has_each = all(isinstance(prediction, Classes | Labels) for prediction in predictions)
    of_each = [f"probability of {label}" for label in classes] if has_each else []
    table.writerow(["sample", "path", "fold", "truth", "answer", "probability", *of_each])
    for row, fold, prediction in zip(rows, folds, predictions, strict=True):
        start = [row["id"], row.get("path", ""), int(fold) + 1, task.truth(row, classes), prediction.said]
        table.writerow([*start, f"{prediction.confidence:.6f}", *_of_each(prediction, classes)])
    atomic.write_bytes(file, text.getvalue().encode("utf-8-sig"))


def _of_each(prediction: Prediction, classes: Sequence[str]) -> list[str]:
    match prediction:
        case Classes(classes=each) | Labels(labels=each):
            by_class = {one.label: one.probability for one in each}
        case _:
            return []
    return [f"{by_class[label]:.6f}" for label in classes]
