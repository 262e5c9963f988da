"""Sessions with a project in every state that the pages can show: empty, filled, real, running, failed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ptstudio.app.session import Session
from ptstudio.core import worker
from ptstudio.core.events import RunFailed, RunFinished, RunStarted
from ptstudio.core.folders import resources
from ptstudio.core.jobs import EvaluateJob, ExportJob, ImportJob, Job, TrainJob
from ptstudio.core.project import Project
from tests.gui.pictures_of.camera import wait, wait_until
from tests.gui.pictures_of.texts import text_state
from tests.helpers.windows import TASK, filled_project, training, training_events, write_events

RUNNING = """
import os, sys, time
from pathlib import Path
from ptstudio.core.events import RunStarted, RunStopped, StageChanged, StepEnded
folder = Path(sys.argv[1])
script = folder / "script.jsonl"
some = [RunStarted(pid=os.getpid()), StageChanged(stage="work", title="Looking at every sample once"),
        StepEnded(stage="work", done=310, total=1000, remaining_s=42.0)]
for line in script.read_text().splitlines() if script.exists() else [event.to_line() for event in some]:
    print(line, flush=True)
while not (folder / "requests.jsonl").exists():
    time.sleep(0.05)
print(RunStopped(message="Stopped.", can_resume=True).to_line(), flush=True)
"""


@contextmanager
def _empty(_: Path) -> Iterator[Session]:
    yield Session()


@contextmanager
def _bare(folder: Path) -> Iterator[Session]:
    """A project in which nothing has been done."""
    session = Session()
    session.open_project(Project.create(folder / "project").folder)
    yield session
    session.close_project()


@contextmanager
def _filled(folder: Path) -> Iterator[Session]:
    session = Session()
    session.open_project(filled_project(folder / "project").folder)
    finished = next(path for path in session.trainings() if (path / "report.json").exists())
    session.show_run(finished)
    yield session
    session.close_project()


@contextmanager
def _real(folder: Path) -> Iterator[Session]:
    """The built-in sample, learned, exported and asked by real workers."""
    session = Session()
    session.open_project(folder / "digits", is_new=True)
    _do(session, ImportJob(task=TASK, source=str(resources() / "samples" / "digits.zip"), dataset="digits"))
    assert session.revision is not None
    trained = _do(session, TrainJob(task=TASK, dataset=session.revision.key, model="starter", preset="quick"))
    _do(session, ExportJob(run=str(trained), out=str(folder / "digits" / "exports" / "first")))
    session.show_run(trained)
    yield session
    session.close_project()


def _do(session: Session, job: Job) -> Path:
    place = session.start(job)
    wait_until(lambda: session.runs[place].final is not None, 300)
    wait()
    final = session.runs[place].final
    if not isinstance(final, RunFinished):
        raise RuntimeError(f"{job.type}: {final}")
    return place


@contextmanager
def _running(folder: Path) -> Iterator[Session]:
    with _scripted(folder) as (session, project):
        _learn(session, project)
        yield session


@contextmanager
def _busy(folder: Path) -> Iterator[Session]:
    """An import, a measuring and an export under way."""
    with _scripted(folder) as (session, project):
        trained = next(path for path in session.trainings() if (path / "report.json").exists())
        source = str(project.folder.parent / "rubbish-pictures")
        session.start(EvaluateJob(run=str(trained)))
        session.start(ExportJob(run=str(trained), out=str(project.folder / "exports" / "first")))
        session.start(ImportJob(task=TASK, source=source, dataset="rubbish"))
        session.show_run(trained)
        wait(2500)
        yield session


@contextmanager
def _scripted(folder: Path) -> Iterator[tuple[Session, Project]]:
    """A filled project whose workers only say what they do."""
    project = filled_project(folder / "project")
    program = folder / "worker.py"
    program.write_text(RUNNING, encoding="utf-8")
    before, worker.PROGRAM = worker.PROGRAM, (sys.executable, str(program))
    session = Session()
    session.open_project(project.folder)
    yield session, project
    session.close_project()
    worker.PROGRAM = before


def _learn(session: Session, project: Project) -> None:
    """Have a training under way, in its seventh epoch."""
    job = TrainJob(task=TASK, dataset="rubbish/0002", model="starter", preset="balanced")
    place = project.new_run(job)
    script = training_events(7, is_finished=False, planned=20)
    (place / "script.jsonl").write_text("".join(event.to_line() + "\n" for event in script), encoding="utf-8")
    session.refresh()
    session.resume(place)
    wait(1500)


@contextmanager
def _failed(folder: Path) -> Iterator[Session]:
    project = filled_project(folder / "project")
    failed = training(project, epochs=3, is_finished=False)
    end = RunFailed(
        message="Training went out of control: the loss is no longer a number.",
        hint="Choose a lower learning rate (a tenth, say) and train again; what was saved before is kept.",
        can_resume=True,
        details="Traceback …",
    )
    write_events(failed, [*training_events(3, is_finished=False), end])
    trained = next(path for path in project.runs() if (path / "report.json").exists())
    full = RunFailed(message="The disk is full.", hint="Free 2.1 GB on this disk and try again; nothing was lost.")
    source = str(project.folder.parent / "rubbish-pictures")
    for job in (
        ImportJob(task=TASK, source=source, dataset="rubbish"),
        EvaluateJob(run=str(trained)),
        ExportJob(run=str(trained), out=str(project.folder / "exports" / "first")),
    ):
        write_events(project.new_run(job), [RunStarted(pid=1), full])
    session = Session()
    session.open_project(project.folder)
    session.show_run(failed)
    yield session
    session.close_project()


STATES: dict[str, Callable[[Path], AbstractContextManager[Session]]] = {
    "empty": _empty,
    "bare": _bare,
    "filled": _filled,
    "real": _real,
    "running": _running,
    "busy": _busy,
    "failed": _failed,
    "text": text_state,
}
