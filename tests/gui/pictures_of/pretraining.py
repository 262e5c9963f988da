"""“Adapt to your texts first”: asked, under way, ended."""

from pathlib import Path

import pytest

from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._pretrain_dialog import PretrainDialog
from ptstudio.app.pages._pretrain_start import PretrainStart
from ptstudio.app.session import Session
from ptstudio.core.project import Project
from tests.gui.pictures_of.camera import Camera, opened, wait_until
from tests.helpers import pretrainings
from tests.helpers.scripted_worker import script_worker
from tests.helpers.text_projects import text_revision

READS = """
from ptstudio.core.events import read_event
tell(StageChanged(stage="all", title="Reading your texts"))
for line in {lines!r}:
    tell(read_event(line))
tell(StepEnded(stage="all", done=610, total=950, remaining_s=340.0))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped.", can_resume=True))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the Train page and the dialogs."""
    script_worker(place, patch, READS.format(lines=[epoch.to_line() for epoch in pretrainings.epochs(3)]))
    project = Project.create(place / "letters")
    text_revision(project)
    session = Session()
    session.open_project(project.folder)
    with camera.window(session, "train") as window:
        camera.take(window, "pretraining-before")
        page = window.pages["train"]
        asked = PretrainStart(page, 1210, "all-MiniLM-L6-v2")
        asked.open()
        camera.take(asked, "pretraining-asked")
        asked.take(place / "all the letters of twenty years" / "letters without labels.csv")
        camera.take(asked, "pretraining-asked-more")
        asked.reject()
        folder = session.start(pretrainings.job())
        wait_until(lambda: len(session.runs[folder].epochs) == 3)
        for name in ("running", "stopped"):
            open_finding(session, folder, page)
            dialog = opened(page, PretrainDialog)
            camera.take(dialog, f"pretraining-{name}")
            dialog.reject()
            session.stop_all()
            wait_until(lambda: not session.running())
            (folder / "checkpoints" / "epoch-00003-step-000000").mkdir(parents=True, exist_ok=True)
        ended = pretrainings.put_pretraining(project)
        session.refresh()
        open_finding(session, ended, page)
        dialog = opened(page, PretrainDialog)
        camera.take(dialog, "pretraining-ended")
        dialog.reject()
    session.close_project()
