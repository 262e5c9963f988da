"""Exports as they lie in a project, made without a worker."""

from pathlib import Path

from ptstudio.core.certificate import Agreement, Certificate, ExportResult
from ptstudio.core.events import Event, RunFinished, RunStarted
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from tests.helpers.windows import write_events

FILES = ("model.onnx", "model.int8.onnx", "labels.json", "MODEL_CARD.md", "predict.py", "certificate.json")


def certificate(file: str = "model.onnx", variant: str = "float32", *reasons: str) -> Certificate:
    """A certificate that passed, or did not for these reasons."""
    return Certificate(
        file=file,
        sha256="0" * 64,
        size_mb=8.9,
        variant=variant,
        made_with="by hand",
        split="validation",
        agreement=Agreement(
            samples=54,
            largest_difference=0.0031,
            mean_difference=0.00033,
            label_agreement=1.0 if not reasons else 0.944,
            ties=2,
            metric="accuracy",
            reference=0.722,
            exported=0.722 if not reasons else 0.685,
        ),
        tolerance=0.001,
        criterion="no output differs by more than 0.001",
        passed=not reasons,
        reasons=reasons,
        speed_ms=4.86,
    )


def result(folder: Path, *, is_good: bool = True) -> ExportResult:
    """What an export of two files wrote; without `is_good`, int8 did not pass."""
    reasons = () if is_good else ("only 94.4 % of the answers are the same; 98 % are required.",)
    certificates = (certificate(), certificate("model.int8.onnx", "int8", *reasons))
    return ExportResult(folder=str(folder), files=FILES, certificates=certificates, notes=("A note.",))


def exported(project: Project, trained: Path, folder: Path, *, is_good: bool = True, at: float = 1e9) -> Path:
    """Write a finished export of a training, with its files; gives its run."""
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text("x" * 2000)
    data = result(folder, is_good=is_good).model_dump(mode="json") | {"passed": True}
    return ended(project, trained, folder, RunFinished(result=data), at=at)


def ended(project: Project, trained: Path, folder: Path, *events: Event, at: float = 1e9) -> Path:
    """Write an export of a training that these events happened in; gives its run."""
    run = project.new_run(ExportJob(run=str(trained), out=str(folder)))
    write_events(run, [RunStarted(pid=1, at=at), *events])
    return run
