"""The window in which the Hub is searched, in each of its states."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ptstudio.app.hub_found import Found
from ptstudio.app.hub_search import HubSearch
from ptstudio.app.session import Session
from ptstudio.app.widgets.hub_search_dialog import HubSearchDialog
from ptstudio.core.offline import set_offline
from ptstudio.library.downloading.found_model import FoundModel
from tests.gui.pictures_of.camera import Camera

FAILURE = ("huggingface.co cannot be reached.", "Check the network, a proxy or a firewall, and try again.")


def picture(camera: Camera, _place: Path, _patch: pytest.MonkeyPatch) -> None:
    """Take it while the network is forbidden, then ready, searching, and with every answer."""
    with camera.window(Session(), "model") as window:
        search = HubSearch(window.session, window)
        search.open()
        dialog = search.dialog
        assert dialog is not None
        camera.take(dialog, "hub-offline")
        dialog.show_offline(is_always=True)
        camera.take(dialog, "hub-forbidden")
        set_offline(False)
        dialog.show_ready()
        camera.take(dialog, "hub-ready")
        dialog.words.setText("vit")
        dialog.show_searching()
        camera.take(dialog, "hub-searching")
        dialog.show_failed(*FAILURE)
        camera.take(dialog, "hub-failed")
        dialog.show_found("vit", ())
        camera.take(dialog, "hub-nothing")
        _picture_found(camera, dialog)
        search.close()


def _picture_found(camera: Camera, dialog: HubSearchDialog) -> None:
    found = _found()
    dialog.show_found("vit", found)
    camera.take(dialog, "hub-found")
    for name, one in zip(("here", "gated", "arriving"), found[1:4], strict=True):
        dialog.table.select([one.model.asked])
        camera.take(dialog, f"hub-found-{name}")


def _found() -> Sequence[Found]:
    return [
        Found(_model("google/vit-base-patch16-224", 86.6, 3_214_882)),
        Found(_model("WinKawaks/vit-tiny-patch16-224", 5.7, 412_007), key="winkawaks-vit-tiny"),
        Found(_model("leaf/vit-with-quite-a-long-name-for-a-repository", 304.3, 90_412, "CC-BY-NC-4.0", is_gated=True)),
        Found(_model("nateraw/food", 85.9, 12_350), arrived=30),
        Found(_model("somebody/vit-base-beans", 85.8, 1_204, "unknown")),
    ]


def _model(
    name: str, millions: float, downloads: int, licence: str = "Apache-2.0", *, is_gated: bool = False
) -> FoundModel:
    return FoundModel(
        name=name,
        revision="a" * 40,
        architecture="ViTForImageClassification",
        parameters=round(millions * 1e6),
        size_mb=4 * millions / 1.048576,
        licence=licence,
        downloads=downloads,
        changed="2026-05-01T12:00:00+00:00",
        is_gated=is_gated,
    )
