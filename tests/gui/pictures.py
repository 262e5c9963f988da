"""Writes a picture of every page, dialog and state of the window: light and dark, large and small.

Run as: QT_QPA_PLATFORM=offscreen PYTHONPATH=. python tests/gui/pictures.py FOLDER [--pages data train] [--themes light]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWizard

from ptstudio.app.about_dialog import AboutDialog
from ptstudio.app.closing import ClosingDialog
from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.settings_dialog import SettingsDialog
from ptstudio.app.theme import theme
from ptstudio.core import worker
from ptstudio.core.events import RunFailed, RunFinished, RunStarted
from ptstudio.core.folders import HOME_VARIABLE, resources
from ptstudio.core.jobs import EvaluateJob, ExportJob, ImportJob, Job, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table
from tests.helpers.windows import TASK, filled_project, grab, training, training_events, write_events

SIZES = ((1440, 900), (1024, 700))
PATIENCE_MS = 350
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


def main() -> None:
    """Write all pictures, named theme-size-page-state.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="+", default=[facts.step.key for facts in all_pages()])
    parser.add_argument("--states", nargs="+", default=list(STATES))
    parser.add_argument("--themes", nargs="+", default=["light", "dark"])
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = str(Path(home) / "home")
        for state in options.states:
            with STATES[state](Path(home) / state) as session:
                for chosen in options.themes:
                    theme().choose(chosen)
                    for width, height in SIZES:
                        _write(session, options.pages, options.folder / f"{chosen}-{width}", state, (width, height))
    application.quit()


def _write(session: Session, pages: list[str], prefix: Path, state: str, size: tuple[int, int]) -> None:
    window = MainWindow(session)
    window.resize(*size)
    window.show()
    window.setFocus()  # away from the first button, whose frame would be on every picture
    for key in pages:
        window.show_page(key)
        if key == "try" and state == "real":
            _ask(window)
        wait()
        grab(window, prefix.with_name(f"{prefix.name}-{key}-{state}.png"))
    if state == "filled":
        window.show_help(True)
        window.show_page("evaluate")
        wait()
        grab(window, prefix.with_name(f"{prefix.name}-help.png"))
        window.show_help(False)
        for name, dialog in _dialogs(window):
            dialog.show()
            wait()
            grab(dialog, prefix.with_name(f"{prefix.name}-dialog-{name}.png"))
            dialog.close()
        _write_wizard(session, prefix, size)
    for page in window.pages.values():
        page.close()
    window.deleteLater()
    wait()


def _ask(window: MainWindow) -> None:
    """Show the model some pictures, with heat maps."""
    page = window.pages["try"]
    project, revision = window.session.project, window.session.revision
    if not isinstance(page, TryOutPage) or project is None or revision is None:
        return
    page.heat_maps.setChecked(True)
    rows = open_table(project.revision_folder(revision.key)).to_pylist()
    some = [next(row for row in rows[500:] if row["split"] == split) for split in ("test", "train", "validation")]
    page.take_dropped([project.sample_file(revision, row["path"]) for row in some])
    wait_until(lambda: not page.trying.history.unanswered and bool(page.trying.history.entries), 30)
    wait(2000)


def _write_wizard(session: Session, prefix: Path, size: tuple[int, int]) -> None:
    """Go through the stages of the import wizard with a real worker."""
    wizard = ImportWizard(session)
    wizard.resize(min(size[0], 1100), min(size[1], 760))
    wizard.show()
    wait()
    grab(wizard, prefix.with_name(f"{prefix.name}-wizard-1-where.png"))
    if session.revision is not None:
        wizard.where.chosen.emit(Path(session.revision.source))
    trial, following = wizard.bench.trial, wizard.button(QWizard.WizardButton.NextButton)
    for stage in ("2-found", "3-look", "4-split", "5-done"):
        wait_until(lambda: trial.outcome is not None)
        wait()
        grab(wizard, prefix.with_name(f"{prefix.name}-wizard-{stage}.png"))
        if stage != "5-done":
            following.click()
    wizard.reject()
    wizard.deleteLater()
    wait(1000)


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    yield "settings", SettingsDialog(window.session, window)
    yield "about", AboutDialog(window)
    if window.session.shown_run is not None:
        yield "closing", ClosingDialog([window.session.shown_run], window)


def wait(milliseconds: int = PATIENCE_MS) -> None:
    """Let the window work for a moment: thumbnails and charts come in the background."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool], seconds: int = 60) -> None:
    """Let the window work until something holds, or the time is up."""
    for _ in range(10 * seconds):
        if holds():
            return
        wait(100)


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
}

if __name__ == "__main__":
    main()
