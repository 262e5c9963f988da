"""Building, loading and keeping networks: pretrained, from scratch, and trained."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from ptstudio.core import atomic
from ptstudio.core.errors import ModelError, ProjectError
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.computing.phases import Phase, phases
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._family import Rates
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Evidence, Task

WEIGHTS = "weights.safetensors"
DESCRIPTION = "model.json"


def build(trained: TrainedModel) -> nn.Module:
    """The network with random weights, as `trained` describes it. Raises ModelError where it does not suit the task."""
    task, family = all_tasks()[trained.task], all_families()[trained.model.family]
    return task.network(family, trained.model, trained.classes)


def load_pretrained(network: nn.Module, trained: TrainedModel, library: Library) -> None:
    """Give the backbone its pretrained weights. Raises ModelError where they are not in the library."""
    _, entry = find_model(trained.model.key, library)
    if entry is None:
        raise_if_absent(library)
        raise ModelError(
            f"The weights of “{trained.model.title}” are not on this machine.",
            f"Get the file from {trained.model.source} and add it by `ptstudio models add FILE`, or train "
            "from scratch.",
        )
    all_families()[trained.model.family].load(network, library.tensors(entry))


def blocks(network: nn.Module, trained: TrainedModel) -> list[list[nn.Module]]:
    """The backbone's parts from the input to the output."""
    return all_families()[trained.model.family].blocks(network)


def rates_of(trained: TrainedModel) -> Rates:
    """The learning rates that suit a network, where nobody asks for others."""
    return all_tasks()[trained.task].rates(all_families()[trained.model.family])


def phases_of(network: nn.Module, trained: TrainedModel) -> list[Phase]:
    """The phases in which it is trained. Raises SettingsError where its settings do not suit it."""
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    keeps = not task.answers_parts
    return phases(settings, network, blocks(network, trained), rates_of(trained), keeps_features=keeps)


@dataclass(frozen=True)
class TrainedNetwork:
    """A trained network, ready to use, and what it is."""

    network: nn.Module
    trained: TrainedModel

    @property
    def task(self) -> Task:
        """What it was trained for."""
        return all_tasks()[self.trained.task]


def keep(network: nn.Module, trained: TrainedModel, folder: Path) -> None:
    """Write a trained network into `folder`, whole or not at all."""
    with atomic.replaced_folder(folder) as temporary:
        save_file(plain_state(network.state_dict()), temporary / WEIGHTS)
        (temporary / DESCRIPTION).write_text(trained.to_text(), encoding="utf-8")
        copy_assets(trained, temporary)


def keep_description(trained: TrainedModel, folder: Path) -> None:
    """Write anew what the trained network in `folder` is."""
    atomic.write_text(folder / DESCRIPTION, trained.to_text())


def settled(trained: TrainedModel, evidence: Evidence) -> TrainedModel:
    """A trained network with what its task chooses by the evidence of the validation samples, if anything."""
    task = all_tasks()[trained.task]
    return trained.model_copy(update={"settled": task.settle(evidence, trained)}) if task.settles else trained


def copy_assets(trained: TrainedModel, folder: Path) -> None:
    """Put the files that a network needs beside its weights into `folder`. Raises ModelError where one is missing."""
    for name in all_families()[trained.model.family].assets:
        if not (trained.assets / name).is_file():
            raise ModelError(
                f"The file “{name}” of “{trained.model.title}” is not on this machine.",
                "Add the model to the library again, as a folder that holds this file.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(trained.assets / name, folder / name)


def open_trained(run: Path) -> TrainedNetwork:
    """Load the trained network of a run, on the CPU and in evaluation mode.

    Raises ProjectError where the run has none, ModelError where it is damaged.
    """
    folder = run / "model"
    if not (folder / DESCRIPTION).is_file():
        raise ProjectError(
            f"The run “{run}” has no trained model.", "Choose a run that has finished, or resume this one."
        )
    try:
        trained = TrainedModel.from_text((folder / DESCRIPTION).read_bytes()).model_copy(update={"assets": folder})
        network = build(trained)
        network.load_state_dict(load_file(folder / WEIGHTS))
    except (ValidationError, SafetensorError, RuntimeError, FileNotFoundError, KeyError) as error:
        raise ModelError(
            f"The trained model in “{folder}” is damaged or was made by a newer PTStudio.",
            f"Restore it from a backup, or train again. ({type(error).__name__})",
        ) from error
    return TrainedNetwork(network.eval(), trained)


def plain_state(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Copies on the CPU, each contiguous and with memory of its own, as safetensors wants them."""
    return {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in tensors.items()}
