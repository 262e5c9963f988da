"""“Which model suits my data?”: before, while models are tried, what it came to, and without data."""

from pathlib import Path

import pytest

from ptstudio.app.session import Session
from ptstudio.core.events import RunFinished, RunStarted
from ptstudio.core.jobs import RankJob
from ptstudio.core.ranking import LeftOutModel, RankedModel
from tests.gui.pictures_of.camera import Camera, wait_until
from tests.gui.pictures_of.known_models import published, put_here
from tests.gui.pictures_of.models import model_page
from tests.helpers.rankings import TASK, ranked, ranking
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import filled_project, write_events

HERE = ("mobilenet_v3_large", "resnet18", "efficientnet_v2_s", "convnext_tiny", "regnet_y_400mf")
TRIES = """
tell(StageChanged(stage="rank", title="Trying ResNet-18 (3 of 6)"))
tell(StepEnded(stage="rank", done=140, total=360, remaining_s=12.0))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the dialog in each of its states, and the page with what was recommended by it."""
    put_here(*HERE)
    script_worker(place, patch, TRIES)
    session = Session()
    session.open_project(place / "empty", is_new=True)
    with camera.window(session, "model") as window:
        page = model_page(window)
        page.suits.open_for(())
        camera.take(page.suits, "ranking-no-data")
        page.suits.reject()
    session.open_project(filled_project(place / "leaves").folder)
    with camera.window(session, "model") as window:
        page = model_page(window)
        page.suits.open_for(())
        camera.take(page.suits, "ranking-before")
        page.suits.start.click()
        wait_until(lambda: any(run.progress for run in session.running()))
        camera.take(page.suits, "ranking-running")
        page.suits.progress.stop.click()
        wait_until(lambda: not session.running())
        camera.take(page.suits, "ranking-stopped")
        for name, left_out in (("result", ()), ("left-out", _left_out())):
            _put_ranking(session, left_out)
            page.suits.open_for(())
            camera.take(page.suits, f"ranking-{name}")
        page.suits.reject()
    _put_ranking(session, ())
    session.refresh()
    with camera.window(session, "model") as window:
        page = model_page(window)
        camera.take(window, "ranking-recommended")
        page.suits.open_for(())
        page.suits.use.click()
        camera.take(window, "ranking-used")
    session.close_project()


def _put_ranking(session: Session, left_out: tuple[LeftOutModel, ...]) -> None:
    """Have a ranking in the project, as an earlier window left it."""
    assert session.project is not None
    measured = (
        _ranked("efficientnet_v2_s", 0.931, 61.0, 0.024),
        _ranked("convnext_tiny", 0.925, 88.0, 0.026),
        _ranked("mobilenet_v3_large", 0.918, 9.0, 0.027),
        _ranked("resnet18", 0.866, 21.0, 0.034),
        _ranked("regnet_y_400mf", 0.859, 12.0, 0.035),
        ranked("starter", 0.71, 1.6, 0.046),
    )
    found = ranking(*measured[: 6 - len(left_out)], samples=350, of=350, left_out=left_out)
    folder = session.project.new_run(RankJob(task=TASK, dataset="rubbish/0002"))
    write_events(folder, [RunStarted(pid=1), RunFinished(result=found.model_dump(mode="json"))])
    session.refresh()


def _ranked(key: str, value: float, ms: float, doubt: float) -> RankedModel:
    model = published(key)
    facts = {"title": model.title, "parameters": model.parameters, "memory_mb": model.parameters / 2**18}
    return ranked(key, value, ms, doubt).model_copy(update=facts)


def _left_out() -> tuple[LeftOutModel, ...]:
    damaged = LeftOutModel(
        key="regnet_y_400mf",
        title="RegNet Y 400MF",
        reason="Its weights are not those that were put into the library.",
        hint="Remove it there and get it again.",
    )
    large = LeftOutModel(
        key="starter",
        title="Starter",
        reason="It takes more memory than is free: 1.9 GB of 1.2 GB.",
        hint="Close other programs and try again.",
    )
    return damaged, large
