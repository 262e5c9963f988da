"""Writing down where a training's result will come from, and telling what is not as it was; knows no loop."""

from collections.abc import Sequence
from pathlib import Path

import torch

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError, ModelError
from ptstudio.core.events import WarningRaised
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.provenance import Difference, Provenance, differences, keep_provenance, provenance_of
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import Decided
from ptstudio.engine.computing.device import probe_machine
from ptstudio.engine.ranks.place import own_place
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model

MOST_LOOKED_AT = 20_000
"""So many files are looked for before a training; of more, as many spread evenly."""
NAMED = 3


def trace(job: TrainJob, decided: Decided, data: RevisionData, folder: Path, channel: Channel) -> None:
    """Write `provenance.json` at a run's first start; at a later one, or where the run does another again, tell what
    differs from then.

    Raises DatasetError where the data are not those that the training began with, ModelError where the weights are not.
    """
    _check_data(decided.trained, data)
    _check_weights(decided.trained)
    present, before = _present(job, decided), provenance_of(folder)
    if before is None:
        keep_provenance(present, folder)
        _tell_of_repeat(job, present, folder, channel)
        return
    around = [one for one in differences(before, present) if one.side == "around"]
    if around:
        channel.emit(
            WarningRaised(
                key="provenance",
                message=f"This training goes on under other circumstances than it began: {_listed(around)}.",
                hint="What it has learned so far is kept. Its result may differ from that of a training that was "
                "never interrupted.",
            )
        )


def tell_of_missing_files(data: RevisionData, project: Project, channel: Channel) -> None:
    """Say, before a training looks at any, which files of its data are not where they were."""
    some = _some_paths(data)
    missing = [path for path in some if not project.sample_file(data.revision, path).is_file()]
    if not missing:
        return
    named = ", ".join(f"“{path}”" for path in missing[:NAMED])
    channel.emit(
        WarningRaised(
            key="missing-files",
            message=f"{len(missing):,} of {len(some):,} files of the data are not where they were, such as {named}.",
            hint=f"They were below “{data.revision.root}”. Connect the drive or put them back; the same training on "
            "fewer samples is another one.",
        )
    )


def _present(job: TrainJob, decided: Decided) -> Provenance:
    trained = decided.trained
    chosen = {choice.name: choice.value for choice in decided.choices}
    return Provenance(
        command=job.command,
        task=trained.task,
        preset=trained.preset,
        settings=trained.settings,
        chosen=chosen,
        seed=int(trained.settings["seed"]),
        dataset=trained.dataset,
        dataset_fingerprint=trained.dataset_fingerprint,
        model=trained.model.key,
        weights_sha256=trained.model.sha256 if trained.has_pretrained_weights else "",
        weights_revision=trained.model.revision,
        machine=probe_machine(),
        device=decided.device,
        threads=decided.threads or torch.get_num_threads(),
        processes=own_place().processes(job.processes),
        repeatability=str(chosen.get("repeatability", "")),
    )


def _check_data(trained: TrainedModel, data: RevisionData) -> None:
    if data.revision.fingerprint != trained.dataset_fingerprint:
        raise DatasetError(
            f"The data “{trained.dataset}” are not those that this training began with: their fingerprint is another.",
            "Bring back the revision's folder from a backup, or start a new training on the data as they are.",
        )


def _check_weights(trained: TrainedModel) -> None:
    """Other weights under the same name would be mixed with what was learned from the first."""
    if not trained.has_pretrained_weights:
        return
    model, _ = find_model(trained.model.key, Library.standard())
    if not (model.sha256.startswith(trained.model.sha256) or trained.model.sha256.startswith(model.sha256)):
        raise ModelError(
            f"The weights of “{trained.model.title}” are not those that this training began with.",
            f"They had the sha256 {trained.model.sha256}. Put those weights back into the library under the same "
            "name, or start a new training.",
        )


def _some_paths(data: RevisionData) -> list[str]:
    """Those of up to `MOST_LOOKED_AT` samples, from all over."""
    rows = data.rows(Split.TRAIN, Split.VALIDATION, Split.TEST)
    try:
        return rows.chosen(range(0, len(rows), -(-len(rows) // MOST_LOOKED_AT) or 1)).column("path")
    except KeyError:  # samples that are no files
        return []


def _tell_of_repeat(job: TrainJob, present: Provenance, folder: Path, channel: Channel) -> None:
    """What differs from the run that is done again, as far as that lies in the same project."""
    source = provenance_of(folder.parent / job.repeats) if job.repeats else None
    found = differences(source, present) if source is not None else []
    if found:
        channel.emit(
            WarningRaised(
                key="provenance",
                message=f"This training is not quite the same as the one that it does again: {_listed(found)}.",
                hint="Its figures may differ from those. Everything that a result depends on is in provenance.json of "
                "both.",
            )
        )


def _listed(found: Sequence[Difference]) -> str:
    return "; ".join(one.say() for one in found)
