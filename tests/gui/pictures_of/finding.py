"""“Find good settings”: before, under way, and what a rate test, a search and a cross-validation came to."""

from pathlib import Path

import pytest

from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._finding_start import folds_start, search_start
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.core.jobs import TuneJob
from ptstudio.core.project import Project
from tests.gui.pictures_of.camera import Camera, wait_until
from tests.helpers import findings
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import dataset

TRIES = """
from ptstudio.core.events import read_event
tell(StageChanged(stage="tune", title="Trying settings"))
for line in {lines!r}:
    tell(read_event(line))
tell(StepEnded(stage="tune", done=9, total=140, remaining_s=560.0))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped.", can_resume=True))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the Train page and each dialog."""
    script_worker(place, patch, TRIES.format(lines=[trial.to_line() for trial in findings.trials(9)]))
    project = Project.create(place / "leaves")
    dataset(project)
    session = Session()
    session.open_project(project.folder)
    with camera.window(session, "train") as window:
        page = window.pages["train"]
        assert isinstance(page, TrainPage)
        camera.take(window, "finding-before")
        for name, asked in (("minutes", search_start(window)), ("folds", folds_start(window))):
            asked.open()
            camera.take(asked, f"finding-{name}")
            asked.reject()
        folder = session.start(TuneJob(training=findings.drafted(project)))
        wait_until(lambda: len(session.runs[folder].trials) == 9)
        camera.take(window, "finding-running")
        _take(camera, session, folder, page, "finding-trials-running")
        session.stop_all()
        wait_until(lambda: not session.running())
        (folder / "checkpoints").mkdir()
        (folder / "checkpoints" / "trial-00001.json").write_text("{}", encoding="utf-8")
        _take(camera, session, folder, page, "finding-trials-stopped")
        flat = tuple(point.model_copy(update={"loss": 1.8}) for point in findings.rate_points())
        for name, made in (
            ("trials", findings.put_search(project)),
            ("folds", findings.put_folds(project)),
            ("rates-nothing", findings.put_rate_test(project, findings.rate_test(flat))),
            ("rates", findings.put_rate_test(project)),
        ):
            session.refresh()
            _take(camera, session, made, page, f"finding-{name}")
        page.setup.finding.redraw()
        camera.take(window, "finding-told")
    session.close_project()


def _take(camera: Camera, session: Session, folder: Path, page: TrainPage, name: str) -> None:
    dialog = open_finding(session, folder, page)
    if dialog is not None:
        camera.take(dialog, name)
        dialog.reject()
