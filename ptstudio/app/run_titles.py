"""What runs are called in lists, the same wherever they are listed; knows no widget."""

from ptstudio.app import formats
from ptstudio.app.draft_values import SCRATCH
from ptstudio.app.translation import tr
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks


def training_title(run: Run) -> str:
    """A training among others: its model, how it was trained, and when it was begun."""
    job = run.job
    if not isinstance(job, TrainJob):
        return run.folder.name
    preset = all_tasks()[job.task].preset(job.preset)
    values = {
        "model": job.model,
        "preset": tr(preset.title).lower() if preset else job.preset,
        "when": begun_words(run),
    }
    if job.settings.get(SCRATCH):
        return tr("{model}, {preset}, from scratch · {when}", **values)
    return tr("{model}, {preset} · {when}", **values)


def begun_words(run: Run) -> str:
    """When a run was begun for the first time."""
    return formats.day(run.begun_at)
