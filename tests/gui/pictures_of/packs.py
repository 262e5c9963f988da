"""Model packs: what goes into one, what is in one, one that is refused, and what is said after."""

from pathlib import Path

import pytest

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.pack_making import PackMaking
from ptstudio.app.widgets.pack_opening import PackOpening
from ptstudio.core.folders import library_folder
from ptstudio.core.project import Project
from ptstudio.library.entry import FACTS, Entry
from ptstudio.library.library import Library
from ptstudio.library.packing import write_pack
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.gui.pictures_of.known_models import put_here
from tests.gui.pictures_of.library import library_page
from tests.helpers import packs
from tests.helpers.pretrained import model, put_into
from tests.helpers.windows import filled_project

WRITTEN = {"file": "/media/me/STICK/for-the-field.ptpack", "size": 123_456_789, "sha256": "ab" * 32}
TAKEN = {"added": ["oak-net"], "there": ["mobilenet_v3_large"], "project": "/home/me/leaves"}


def picture(camera: Camera, place: Path, _: pytest.MonkeyPatch) -> None:
    """Take the dialogs and the notices around packs."""
    pack = _packed(place)
    put_here("resnet18", "facebook-convnextv2-nano-1k-224")
    put_into(library_folder(), model(key="elm", title="Elm net with quite a long title indeed", licence="unknown"))
    library = Library.standard()
    _retitled(packs.entry(library, "oak-net", plus=9), "Oak net", "MIT", "oak.pth")
    packs.entry(library, "leaf-net")
    session = Session()
    session.open_project(filled_project(place / "project").folder)
    with camera.window(session, "library") as window:
        page = library_page(window)
        _picture_making(camera, page)
        _picture_opening(camera, page, pack, place)
        _picture_notices(camera, window, page, pack)
    session.close_project()


def _packed(place: Path) -> Path:
    """A pack with a model that is here, one whose name is taken here, two new ones, and a project."""
    elsewhere = Library([place / "elsewhere"])
    packs.entry(elsewhere, "leaf-net")
    for plus, (key, title, licence, source) in enumerate((
        ("oak-net", "Oak net", "CC-BY-NC-4.0", "oakery/oak-net"),
        ("vit-small", "ViT small", "Apache-2.0", "google/vit-small-patch16-224"),
        ("mystery", "Mystery", "unknown", "mystery.pth"),
    ), 1):  # fmt: skip
        _retitled(packs.entry(elsewhere, key, plus=plus), title, licence, source)
    project = Project.create(place / "leaves")
    pack = place / "for-the-field.ptpack"
    write_pack(elsewhere.models(), pack, project=project)
    return pack


def _retitled(entry: Entry, title: str, licence: str, source: str) -> None:
    facts = entry.model.model_copy(update={"title": title, "licence": licence, "source": source})
    (entry.folder / FACTS).write_text(facts.to_text(), encoding="utf-8")


def _picture_making(camera: Camera, page: LibraryPage) -> None:
    page.packs.make(["resnet18", "leaf-net"])
    dialog = opened(page, PackMaking)
    camera.take(dialog, "packs-making")
    dialog.table.tick("elm")
    dialog.table.tick("facebook-convnextv2-nano-1k-224")
    dialog.project.box.setCurrentIndex(1)
    dialog.project.box.activated.emit(1)
    wait(1000)
    camera.take(dialog, "packs-making-cautions")
    dialog.reject()


def _picture_opening(camera: Camera, page: LibraryPage, pack: Path, place: Path) -> None:
    page.packs.look_into(pack)
    wait_until(lambda: any(dialog.isVisible() for dialog in page.findChildren(PackOpening)), 20)
    dialog = opened(page, PackOpening)
    camera.take(dialog, "packs-opening")
    dialog._folder = place / "new-leaves"
    dialog.with_project.setChecked(True)
    dialog.folder.show_text(str(dialog._folder))
    dialog.names.fields["oak-net"].setText("leaf-net")
    dialog.names.changed.emit()
    camera.take(dialog, "packs-opening-name-taken")
    dialog.table.tick_all(False)
    camera.take(dialog, "packs-opening-nothing-ticked")
    dialog.reject()


def _picture_notices(camera: Camera, window: MainWindow, page: LibraryPage, pack: Path) -> None:
    damaged = pack.with_name("damaged.ptpack")
    content = pack.read_bytes()
    damaged.write_bytes(content[: len(content) // 2])
    page.packs.look_into(damaged)
    wait(1000)
    camera.take(window, "packs-damaged")
    page.notice.hide()
    page.packs._say_written(WRITTEN)
    camera.take(window, "packs-written")
    page.packs._say_taken(TAKEN)
    camera.take(window, "packs-taken")
