"""The evaluate job: measure a trained run again, on its own splits or on other labelled data."""

from pathlib import Path
from typing import Any

from ptstudio.core.dataset import Split
from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.project import Project
from ptstudio.core.report import Report
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel
from ptstudio.engine.device import Way, choose_device, probe_machine
from ptstudio.engine.judging import judge_splits, keep_report
from ptstudio.engine.network import open_trained


def run(job: EvaluateJob, folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds metrics, baseline and the report's files, which lie in this job's own folder."""
    channel.emit(StageChanged(stage="evaluate", title="Measuring"))
    model = open_trained(Path(job.run))
    trained = model.trained
    project = Project.of_run(Path(job.run))
    home = RevisionData(project, project.revision(trained.dataset))
    judged = home
    splits = {str(split): home.rows(split) for split in (Split.VALIDATION, Split.TEST)}
    if job.dataset is not None:
        judged = RevisionData(project, project.revision(job.dataset))
        splits = {"data": judged.all_rows(trained.classes)}
    device, _ = choose_device(None, probe_machine())
    report = Report(
        task=trained.task,
        model=trained.model.key,
        run=Path(job.run).name,
        dataset=judged.revision.key,
        classes=trained.classes,
        splits=judge_splits(model, home, splits, Way(device), channel),
    )
    keep_report(report, model.task, project, judged.revision.name, folder)
    found = report.model_dump(mode="json")["splits"]
    return {
        "run": job.run,
        "task": trained.task,
        "dataset": judged.revision.key,
        "counts": {name: split["samples"] for name, split in found.items()},
        "metrics": {name: split["metrics"] for name, split in found.items()},
        "baseline": found[list(found)[-1]]["baseline"],
        "report": {"json": str(folder / "report.json"), "html": str(folder / "report.html")},
    }
