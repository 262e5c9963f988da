"""Downloads on the Model page: all that can stand below each other, and the dialog that asks for a token."""

from pathlib import Path

import pytest

from ptstudio.app.download_state import Stand, Wanted
from ptstudio.app.session import Session
from ptstudio.app.widgets.token_dialog import TokenDialog
from ptstudio.core.offline import set_offline
from tests.gui.pictures_of.camera import Camera, opened, wait_until
from tests.gui.pictures_of.known_models import published, put_here
from tests.gui.pictures_of.models import model_page
from tests.helpers.downloading_worker import GETS, open_gate
from tests.helpers.keyrings import NoKeyring, use_keyring
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import filled_project

LOOKS_UP = """
tell(StageChanged(stage="look-up", title="Looking up where the weights are"))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""
FAILS = """
tell(StageChanged(stage="download", title="Getting the weights"))
tell(StepEnded(stage="download", done=31 * 2**20, total=109 * 2**20))
tell(RunFailed(message="The connection to download.pytorch.org broke six times in a row.",
               hint="Check the network and try again: it goes on from the 31 MB that are here.", details="…"))
"""
REFUSES = """
tell(RunFailed(message="Its publisher gives it only to people who have agreed to the terms on its page.",
               hint="Agree there, and give PTStudio a token of your account.", wants_token=True, details="…"))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take those that have stopped in one way or another, then those that are under way."""
    patch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    use_keyring(patch, NoKeyring())
    set_offline(False)
    session = Session()
    session.open_project(filled_project(place / "leaves").folder)
    with camera.window(session, "model") as window:
        page = model_page(window)
        _get(session, place / "fails", patch, FAILS, "convnext_tiny", Stand.FAILED)
        _get(session, place / "gets", patch, GETS, "regnet_y_400mf", Stand.GETTING)
        session.downloads.stop("regnet_y_400mf")
        _reach(session, "regnet_y_400mf", Stand.STOPPED)
        _get(session, place / "gets", patch, GETS, "efficientnet_v2_s", Stand.GETTING)
        session.downloads.pause("efficientnet_v2_s")
        camera.take(window, "downloads-broken-off")
        for key in ("convnext_tiny", "regnet_y_400mf"):
            session.downloads.dismiss(key)
        _get(session, place / "gets", patch, GETS, "mobilenet_v3_large", Stand.GETTING)
        _get(session, place / "gets", patch, GETS, "resnet18", Stand.GETTING)
        _get(session, place / "looks", patch, LOOKS_UP, "google-vit-base-patch16-224", Stand.LOOKING_UP)
        _get(session, place / "gets", patch, GETS, "convnext_tiny", Stand.WAITING)
        page.browser.selected.emit("resnet18")
        camera.take(window, "downloads-under-way")
        session.downloads.stop("convnext_tiny")
        session.downloads.dismiss("convnext_tiny")
        session.downloads.stop("google-vit-base-patch16-224")
        _reach(session, "google-vit-base-patch16-224", Stand.STOPPED)
        session.downloads.dismiss("google-vit-base-patch16-224")
        put_here("efficientnet_v2_s", "mobilenet_v3_large", "resnet18")
        open_gate(place / "gets")
        session.downloads.go_on("efficientnet_v2_s")
        wait_until(lambda: not session.downloads.all)
        camera.take(window, "downloads-arrived")
        _get(session, place / "token", patch, REFUSES, "facebook-dinov2-small-imagenet1k-1-layer", Stand.FAILED)
        camera.take(window, "downloads-wants-token")
        next(iter(page.downloads.lines.values())).token.click()
        dialog = opened(page, TokenDialog)
        camera.take(dialog, "downloads-token")
        dialog.field.setText("-".join(("hf", "not", "a", "real", "one")))
        dialog.keep.click()
        wait_until(dialog.failure.isVisible)
        camera.take(dialog, "downloads-token-refused")
        dialog.reject()
    session.end_all()
    session.close_project()


def _get(session: Session, place: Path, patch: pytest.MonkeyPatch, script: str, key: str, stand: Stand) -> None:
    """Have a worker do this for a model of the catalogue, until it stands so."""
    place.mkdir(exist_ok=True)
    script_worker(place, patch, script)
    session.downloads.get(Wanted.of(published(key)))
    _reach(session, key, stand)


def _reach(session: Session, key: str, stand: Stand) -> None:
    def is_reached() -> bool:
        download = session.downloads.find(key)
        return download is not None and download.stand is stand and (stand is not Stand.GETTING or has_come(key))

    def has_come(asked: str) -> bool:
        download = session.downloads.find(asked)
        return download is not None and download.progress is not None

    wait_until(is_reached, 20)
