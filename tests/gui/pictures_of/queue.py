"""The queue: waiting behind a training, on hold with one that failed, tonight, and counted down after a restart."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ptstudio.app.closing import ClosingDialog
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.queue_words import closing_words
from ptstudio.app.session import Session
from ptstudio.app.widgets.start_time_dialog import StartTimeDialog
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import EntryState, Hold, new_entry, tonight
from ptstudio.core.queue_file import QueueFile, now
from tests.gui.pictures_of.camera import Camera, wait
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import TASK, filled_project

LEARNS = """
from tests.helpers.windows import training_events
for event in training_events(7, is_finished=False, planned=20)[1:]:
    tell(event)
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped.", can_resume=True))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take it from an empty queue to a full one, and after a restart."""
    patch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    project = filled_project(place / "leaves")
    script_worker(place, patch, LEARNS)
    session = Session()
    session.open_project(project.folder)
    with camera.window(session, "train") as window:
        page = window.pages["train"]
        assert isinstance(page, TrainPage)
        session.start(_job("balanced"))
        wait(1200)
        for job in (_job("thorough", learning_rate=0.001), _job("quick", seed=7, epochs=30, batch_size=16)):
            session.queue.add(job)
        session.queue.add(_job("thorough", "mobilenet_v2"), tonight(now()))
        camera.take(window, "queue-behind-a-training")
        page.setup_tab.click()
        session.choose_settings("thorough", {"epochs": 40})
        camera.take(window, "queue-form-meanwhile")
        session.show_run(session.trainings()[0])
        camera.take(window, "queue-another-is-shown")
        page.later.click()
        wait()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, StartTimeDialog)
        camera.take(dialog, "queue-tonight")
        dialog.reject()
        closing = ClosingDialog(session.running(), window, queue=closing_words(session.queue.queue))
        closing.show()
        camera.take(closing, "queue-closing")
        closing.close()
        _fail_one(project)
        page.queue.list.removed.emit(session.queue.queue.listed[1].id)
        session.stop_all()
        wait(1000)
        camera.take(window, "queue-on-hold")
        session.queue.rest()
    session.close_project()
    _restart(camera, project)


def _restart(camera: Camera, project: Project) -> None:
    file = QueueFile(project)
    late = new_entry(_job("thorough"), now(), now() - timedelta(hours=10))
    file.change(lambda queue: queue.held(Hold.NONE).with_entry(late, 0))
    session = Session()
    window: MainWindow
    with camera.window(session) as window:
        session.open_project(project.folder)
        window.show_page("data")
        wait(1500)
        camera.take(window, "queue-counted-down")
        session.queue.rest()
    session.close_project()


def _fail_one(project: Project) -> None:
    failed = new_entry(_job("balanced", seed=3), now()).model_copy(
        update={
            "state": EntryState.FAILED,
            "message": "The data set that this training learned from is not there any more.",
            "hint": "Import it again, then try again.",
        }
    )
    QueueFile(project).change(lambda queue: queue.with_entry(failed, 0))


def _job(preset: str, model: str = "starter", **settings: SettingValue) -> TrainJob:
    return TrainJob(task=TASK, dataset="rubbish/0002", model=model, preset=preset, settings=dict(settings))
