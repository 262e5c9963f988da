"""What a test of any task needs: samples of its own kind, and a small network that has never learned anything."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Sample
from ptstudio.core.jobs import ImportJob
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.project import Project
from ptstudio.core.trained import TrainedModel
from ptstudio.data import all_formats
from ptstudio.data._format import Recognition
from ptstudio.data._masks import decoded
from ptstudio.data._revision import is_list
from ptstudio.engine.computing.network import build
from ptstudio.engine.importing import run as run_import
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from ptstudio.models._recognition import recognise
from ptstudio.tasks._task import Batch, Row, Task
from tests.helpers.areas import area_samples
from tests.helpers.encoders import asked_samples, labelled_samples, marked_samples, text_folder, text_samples
from tests.helpers.pictures import save_truncated
from tests.helpers.projects import coloured_folders, done

if TYPE_CHECKING:
    import torch
    from torch import nn


AREAS_PX = 224  # as large as the squares that the smallest network sees, so that each pixel is one of its answers


def _pictures(folder: Path) -> list[Sample]:
    coloured_folders(folder, per_class=4)
    save_truncated(folder / "red" / "truncated.jpg")
    found = all_formats()["image-folders"].read(folder, ImportOptions())
    return [sample for sample in found if isinstance(sample, Sample)]


def _texts(_: Path) -> list[Sample]:
    return text_samples(per_class=6)


def _marked_texts(_: Path) -> list[Sample]:
    return marked_samples(per_class=6)


def _labelled_texts(_: Path) -> list[Sample]:
    return labelled_samples(per_class=6)


def _asked_texts(_: Path) -> list[Sample]:
    return asked_samples(per_class=6)


def _areas(folder: Path) -> list[Sample]:
    samples = area_samples(folder, range(6), AREAS_PX)
    broken = save_truncated(folder / "truncated.jpg")
    return [*samples, Sample(path=broken, fields=dict(samples[0].fields) | {"image": broken})]


# For what a task learns from: a maker of good samples of all its classes, and a single bad one.
SAMPLES: tuple[tuple[set[str], Callable[[Path], list[Sample]]], ...] = (
    ({"mask"}, _areas),
    ({"path"}, _pictures),
    ({"pair", "starts"}, _asked_texts),
    ({"starts"}, _marked_texts),
    ({"text"}, _texts),
)


def samples_of(task: Task, folder: Path) -> list[Sample]:
    """Good samples, and one that is bad in a way that only opening it shows."""
    if is_list(task.columns["label"]) and not task.columns.keys() & {"starts", "mask"}:
        return _labelled_texts(folder)
    return next(make for columns, make in SAMPLES if columns <= task.columns.keys())(folder)


def imported_samples(project: Project, task: Task, samples: Sequence[Sample], source: Path) -> str:
    """Import samples as if a format had read them at `source`; gives the revision's key."""
    found = type("Format", (), {"key": task.formats[0], "read": lambda *_: iter(samples)})()
    job = ImportJob(task=task.key, source=str(source), dataset="samples")
    with mock.patch(
        "ptstudio.engine.importing.recognise", return_value=(found, Recognition(confidence=1.0, reason="It is known."))
    ):
        return str(done(run_import, job, project.new_run(job))["revision"])


def admitted(task: Task, samples: Sequence[Sample]) -> tuple[list[Admitted], list[Finding]]:
    """What the task says of them."""
    answers = [task.admit(sample) for sample in samples]
    good = [answer for answer in answers if isinstance(answer, Admitted)]
    return good, [answer for answer in answers if isinstance(answer, Finding)]


def rows_of(task: Task, good: Sequence[Admitted], classes: Sequence[str]) -> list[Row]:
    """Admitted samples as a revision gives them."""
    numbers = [[classes.index(label) for label in sample.labels] for sample in good]
    labels = numbers if is_list(task.columns["label"]) else [each[0] for each in numbers]
    return [{**sample.columns, "id": sample.id, "label": label} for sample, label in zip(good, labels, strict=True)]


def trained_by(
    task: Task, classes: Sequence[str], folder: Path | None = None, **settings: Any
) -> tuple["nn.Module", TrainedModel]:
    """The smallest network that can learn the task, with random weights, and what it would be once trained.

    Where such a network needs files beside its weights, they are written into `folder`.
    """
    import torch

    torch.manual_seed(0)
    model = _reading_model(folder) if task.icon == "text" else _smallest_of_the_catalogue(task)
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
        assets=folder or Path(),
    )
    return build(trained).eval(), trained


def sure_outputs(batch: Batch, outputs: int) -> "torch.Tensor":
    """What a network would have to say to be right and sure of it; targets are classes (N,), tags, places of answers,
    masks, or the numbers of labels (N, most), filled up with −1.
    """
    import torch
    from torch.nn import functional

    targets: Any = batch.targets
    if isinstance(targets, dict) and "mask" in targets:
        return 100.0 * functional.one_hot(targets["mask"].long(), outputs).float().permute(0, 3, 1, 2)
    if isinstance(targets, dict) and "answer" in targets:
        return 100.0 * functional.one_hot(targets["answer"], batch.inputs.shape[2]).float().transpose(1, 2)
    if isinstance(targets, dict):
        return 100.0 * functional.one_hot(targets["tags"].clamp(min=0), outputs).float()
    if targets.ndim == 1:
        return 100.0 * functional.one_hot(targets, outputs).float()
    numbers = torch.where(targets < 0, outputs, targets)
    marked = functional.one_hot(numbers, outputs + 1).sum(dim=1)[:, :outputs]
    return 200.0 * marked.float() - 100.0


def masks_agree(one: bytes, other: bytes) -> float:
    """The share of pixels that two masks have in common, PNGs in base64 of whatever sizes."""
    small, large = sorted((decoded(one.decode("ascii")), decoded(other.decode("ascii"))), key=lambda mask: mask.size)
    rows, columns = ((np.arange(new) + 0.5) * old / new for new, old in zip(small.shape, large.shape, strict=True))
    return float((small == large[np.ix_(rows.astype(int), columns.astype(int))]).mean())


def _smallest_of_the_catalogue(task: Task) -> PretrainedModel:
    suitable = [family for family in all_families().values() if task.key in family.tasks]
    return min((model for family in suitable for model in family.catalogue), key=lambda model: model.parameters)


def _reading_model(folder: Path | None) -> PretrainedModel:
    """A tiny encoder in place of one of the catalogue: it comes with a tokenizer."""
    assert folder is not None, "a network that reads needs a folder for its tokenizer"
    text_folder(folder, "bert")
    weights = read_weights(folder)
    return recognise(weights.shapes, weights.config)[1]
