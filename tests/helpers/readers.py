"""Projects with a network that reads texts, or pairs of them, and answers as its random weights have it."""

from pathlib import Path

from ptstudio.core.jobs import ImportJob
from ptstudio.core.project import Project
from ptstudio.engine.computing.network import keep
from ptstudio.engine.importing import run as run_import
from tests.helpers.encoders import class_texts
from tests.helpers.projects import done
from tests.helpers.texts import table
from tests.helpers.trainings import setup_for

TASK = "text-classification"


def reading_run(folder: Path, *, has_pairs: bool = False) -> Path:
    """A run of a new project whose model reads texts of three classes; gives the run's folder."""
    project = Project.create(folder / "project")
    header = "text1,text2,label" if has_pairs else "text,label"
    rows = [(text, f"{text}?", label) if has_pairs else (text, label) for text, label in class_texts()]
    job = ImportJob(task=TASK, source=str(table(folder / "texts.csv", rows, header)), dataset="texts")
    setup = setup_for(project, str(done(run_import, job, project.new_run(job))["revision"]), TASK)
    keep(setup.network, setup.trained, setup.folder / "model")
    return setup.folder
