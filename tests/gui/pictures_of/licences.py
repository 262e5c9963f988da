"""What is asked before a download: licences of every kind, with and without leave to use the network."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from ptstudio.app.download_state import Wanted
from ptstudio.app.session import Session
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.offline import OFFLINE_VARIABLE, set_offline
from tests.gui.pictures_of.camera import Camera, opened
from tests.gui.pictures_of.known_models import published

GATED = Wanted("leaf/oak", "leaf/oak", "CC-BY-NC-4.0", "https://huggingface.co/leaf/oak", 330.4, is_gated=True)
UNKNOWN = Wanted("leaf/elm", "leaf/elm", "unknown", "https://huggingface.co/leaf/elm", 88.0)


def picture(camera: Camera, _: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the dialog for free, non-commercial, gated and unknown licences, then while the network is forbidden."""
    free = Wanted.of(published("mobilenet_v3_large"))
    with camera.window(Session(), "model") as window:
        set_offline(False)
        _picture(camera, window, free, "ready", shows_text=True)
        _picture(camera, window, free, "accepted-before", is_accepted=True)
        _picture(camera, window, Wanted.of(published("facebook-convnextv2-nano-1k-224")), "non-commercial")
        _picture(camera, window, GATED, "gated")
        _picture(camera, window, UNKNOWN, "unknown")
        set_offline(True)
        _picture(camera, window, free, "offline")
        patch.setenv(OFFLINE_VARIABLE, "1")
        _picture(camera, window, free, "forbidden")


def _picture(
    camera: Camera, window: QWidget, wanted: Wanted, name: str, *, is_accepted: bool = False, shows_text: bool = False
) -> None:
    dialog = LicenceDialog(window, wanted, is_accepted=is_accepted)
    dialog.open()
    camera.take(dialog, f"licences-{name}")
    if shows_text:
        dialog.read.click()
        viewer = opened(dialog, TextViewer)
        camera.take(viewer, f"licences-{name}-text")
        viewer.accept()
    dialog.reject()
