"""What a test of any task needs: samples of its own kind, and a small network that has never learned anything."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Sample
from ptstudio.core.trained import TrainedModel
from ptstudio.data import all_formats
from ptstudio.models import all_families
from ptstudio.tasks._task import Row, Task
from tests.helpers.pictures import save_truncated
from tests.helpers.projects import coloured_folders

if TYPE_CHECKING:
    from torch import nn


def _picture_folders(root: Path) -> Path:
    coloured_folders(root, per_class=4)
    save_truncated(root / "red" / "truncated.jpg")
    return root


# For each format that comes first in a task: a maker of good samples of three classes, and a single bad one.
SOURCES: dict[str, Callable[[Path], Path]] = {"image-folders": _picture_folders}


def samples_of(task: Task, folder: Path) -> list[Sample]:
    """Good samples, and one that is bad in a way that only opening it shows."""
    key = task.formats[0]
    found = all_formats()[key].read(SOURCES[key](folder), ImportOptions())
    return [sample for sample in found if isinstance(sample, Sample)]


def admitted(task: Task, samples: Sequence[Sample]) -> tuple[list[Admitted], list[Finding]]:
    """What the task says of them."""
    answers = [task.admit(sample) for sample in samples]
    good = [answer for answer in answers if isinstance(answer, Admitted)]
    return good, [answer for answer in answers if isinstance(answer, Finding)]


def rows_of(good: Sequence[Admitted], classes: Sequence[str]) -> list[Row]:
    """Admitted samples as a revision gives them."""
    return [{**sample.columns, "id": sample.id, "label": classes.index(sample.label)} for sample in good]


def trained_by(task: Task, classes: Sequence[str], **settings: Any) -> tuple["nn.Module", TrainedModel]:
    """The smallest network that can learn the task, with random weights, and what it would be once trained."""
    import torch

    torch.manual_seed(0)
    suitable = [family for family in all_families().values() if task.key in family.tasks]
    model = min((model for family in suitable for model in family.catalogue), key=lambda model: model.parameters)
    chosen = task.settings.from_values(settings)
    adapted = task.adapt(model, chosen)
    trained = TrainedModel(
        task=task.key,
        model=adapted,
        has_pretrained_weights=False,
        classes=tuple(classes),
        dataset="samples/0001",
        dataset_fingerprint="",
        preset=task.presets[0].key,
        settings=chosen.model_dump(mode="json"),
    )
    return all_families()[model.family].build(adapted, task.outputs(classes)).eval(), trained
