"""The export job: a trained run in another program's format, with the proof that it predicts the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio import __version__
from ptstudio.core import atomic
from ptstudio.core.certificate import Agreement
from ptstudio.core.dataset import Split
from ptstudio.core.errors import ProjectError, explain_os_error
from ptstudio.core.events import StageChanged, StepEnded
from ptstudio.core.jobs import ExportJob
from ptstudio.core.metric import in_sentence
from ptstudio.core.project import Project, now
from ptstudio.data._revision import RevisionData, SplitRows
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.reporting.export_licences import licence_files
from ptstudio.engine.reporting.model_card import model_card
from ptstudio.exporters import all_exporters
from ptstudio.exporters._exporter import ExportSubject
from ptstudio.library.library import Library

CALIBRATION_SAMPLES = 100


def run(job: ExportJob, _: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result is an `ExportResult` as data. Raises ProjectError where `out` is not empty."""
    out = Path(job.out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ProjectError(f"“{out}” is not empty.", "Choose a new folder: an export never writes over anything.")
    channel.emit(StageChanged(stage="export", title="Exporting"))
    model = open_trained(Path(job.run))
    project = Project.of_run(Path(job.run))
    data = RevisionData(project, project.revision(model.trained.dataset))
    subject = _subject(model, data, Path(job.run))
    try:
        if out.exists():
            out.rmdir()
        with atomic.new_folder(out) as temporary:
            result = all_exporters()[job.format].export(subject, temporary, _progress(channel))
    except OSError as error:
        raise explain_os_error(error, "writing the export") from error
    return result.model_copy(update={"folder": str(out)}).model_dump(mode="json") | {"passed": result.passed}


def _subject(model: TrainedNetwork, data: RevisionData, run_folder: Path) -> ExportSubject:
    task, trained = model.task, model.trained
    exportable = task.exportable(model.network, trained)
    validation = data.rows(Split.VALIDATION)
    training = data.rows(Split.TRAIN)
    spread = range(0, len(training), max(1, len(training) // CALIBRATION_SAMPLES))

    def compare(
        reference: Sequence[Mapping[str, np.ndarray]], outputs: Sequence[Mapping[str, np.ndarray]], tie: float
    ) -> Agreement:
        found = task.compare(reference, outputs, validation, trained, tie)
        return found.model_copy(update={"title": in_sentence(task.deciding_metric.title)})

    return ExportSubject(
        exportable=exportable,
        validation=_raw(model, validation, range(len(validation))),
        calibration=_raw(model, training, spread),
        compare=compare,
        split=str(Split.VALIDATION),
        labels=trained.classes,
        metadata={
            "task": trained.task,
            "input": exportable.input_help,
            "model": trained.model.title,
            "licence": trained.model.licence,
            "dataset": f"{trained.dataset} ({trained.dataset_fingerprint})",
            "run": run_folder.name,
            "made_by": f"PTStudio {__version__}",
            "made_at": now(),
        },
        card=model_card(model, data.revision, run_folder),
        program=task.program(),
        licences=licence_files(trained, Library.standard()),
    )


def _raw(model: TrainedNetwork, rows: SplitRows, chosen: range) -> Callable[[], Iterator[Mapping[str, np.ndarray]]]:
    return lambda: (model.task.raw(rows[index], model.trained) for index in chosen)


def _progress(channel: Channel) -> Callable[[str, int, int], None]:
    stage = ""

    def tell(title: str, done: int, total: int) -> None:
        nonlocal stage
        channel.breathe()
        if title != stage:
            stage = title
            channel.emit(StageChanged(stage="export", title=title))
        channel.step(StepEnded(stage="export", done=done, total=total))

    return tell
