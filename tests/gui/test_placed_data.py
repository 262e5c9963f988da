"""Data with boxes or masks: drawn on the small pictures, large, and where they lie; before an import and after it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.box_places import BoxPlaces, box_places
from ptstudio.app.class_plan import ClassPlan
from ptstudio.app.pages.data import DataPage
from ptstudio.app.revision_tiles import RevisionTiles
from ptstudio.app.session import Session
from ptstudio.app.source_samples import FoundSamples, SourceTiles
from ptstudio.app.widgets.box_places_view import BoxPlacesView
from ptstudio.app.widgets.class_key import ClassKey
from ptstudio.app.widgets.sample_grid import SampleGrid
from ptstudio.app.widgets.sample_view import SampleView
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.dataset import Sample
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.project import Project
from ptstudio.core.shapes import Box, Shape
from tests.helpers.placed_projects import CLASSES, PICTURES, box_project, cell_revision, cells, mask_project
from tests.helpers.windows import dataset


def sample_of(folder: Path, number: int) -> Sample:
    drawn, path = cells(number), folder / f"{number}.png"
    drawn.picture.save(path)
    shapes = tuple(Shape(box.label, Box(box.left, box.top, box.right, box.bottom)) for box in drawn.boxes)
    return Sample(path=path, fields={"image": path, "shapes": shapes})


def counted_pixels(grid: SampleGrid, place: int, colour: QColor) -> int:
    """How many pixels of a small picture are nearly of a colour."""
    shown = grid.model.picture(place)
    assert shown is not None
    image = shown.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(
        max(abs(one.red() - colour.red()), abs(one.green() - colour.green()), abs(one.blue() - colour.blue())) < 24
        for one in pixels
    )


@pytest.mark.parametrize("has_masks", [False, True])
def test_a_revision_is_drawn_with_what_is_in_its_pictures(tmp_path: Path, qtbot: QtBot, has_masks: bool) -> None:
    project = Project.create(tmp_path / "project")
    revision = cell_revision(project, has_masks=has_masks)
    tiles = RevisionTiles(project, revision)
    assert tiles.has_overlays
    overlay = tiles.overlay(3)
    if has_masks:
        assert isinstance(overlay, Mask)
        assert overlay.png == cells(3).mask.png
    else:
        assert isinstance(overlay, Boxes)
        assert overlay.found == tuple(box.label for box in cells(3).boxes)
        assert tiles.tile(3).caption == overlay.said
    grid = SampleGrid("Pictures")
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    grid.show()
    grid.set_tiles(tiles)
    qtbot.waitUntil(lambda: grid.model.picture(3) is not None, timeout=10_000)
    if not has_masks:
        assert counted_pixels(grid, 3, QColor(*ClassColours(CLASSES).of("RBC"))) > 10
    assert [key.text().count("■") for key in grid.findChildren(ClassKey)] == [3]
    grid.set_tiles(RevisionTiles(project, dataset(project, per_class=1)))
    assert not [key for key in grid.findChildren(ClassKey) if key.isVisible()]
    grid.end()


def test_samples_of_a_source_are_drawn_while_they_are_found(tmp_path: Path, qtbot: QtBot) -> None:
    found = FoundSamples(as_boxes=True)
    view = SampleView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.set_samples(SourceTiles(found))
    found.take([sample_of(tmp_path, number) for number in range(3)])
    view.grow()
    assert found.marked_by_label.total() == sum(len(cells(number).boxes) for number in range(3))
    assert found.count_left(found.counts) == 3, "a picture counts once, whatever is in it"
    qtbot.waitUntil(lambda: view.grid.model.picture(2) is not None, timeout=10_000)
    assert counted_pixels(view.grid, 2, QColor(*ClassColours(sorted(found.by_label)).of("RBC"))) > 10
    view.grid.view.activated.emit(view.grid.model.index(1))
    assert view.large is not None
    assert view.large.sample.file.name == "1.png"
    assert view.large.view is not None
    assert view.large.view.slider is None, "what is there is certain"
    view.large.leafing.next.click()
    assert view.large.sample.file.name == "2.png"
    view.end()
    assert view.large is None


def test_a_picture_that_is_gone_is_shown_without_its_boxes(tmp_path: Path, qtbot: QtBot) -> None:
    found = FoundSamples(as_boxes=True)
    found.take([sample_of(tmp_path, 0)])
    (tmp_path / "0.png").unlink()
    view = SampleView()
    qtbot.addWidget(view)
    view.set_samples(SourceTiles(found))
    view.grid.enlarged.emit(0)
    assert view.large is not None
    assert view.large.view is None
    view.end()


@pytest.mark.parametrize(("make", "has_places"), [(box_project, True), (mask_project, False)])
def test_the_page_tells_where_boxes_lie(
    session: Session, qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Project], has_places: bool
) -> None:
    session.open_project(make(tmp_path / "project").folder)
    page = DataPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    contents = page.contents
    place = contents.tabs.indexOf(contents.places)
    qtbot.waitUntil(lambda: not contents._reading._waiting, timeout=10_000)
    assert contents.tabs.isTabVisible(place) == has_places
    if has_places:
        assert f"in {PICTURES} pictures" in contents.places.words.text()
        assert contents.places.map.accessibleName() == "Boxes lie around: middle, middle"
        contents.tabs.setCurrentIndex(place)
    contents.grid.view.activated.emit(contents.grid.model.index(2))
    assert contents.samples.large is not None
    assert contents.samples.large.sample.file.name == "2.png"
    page.close()


def test_the_map_is_strongest_where_most_boxes_are(tmp_path: Path, qtbot: QtBot) -> None:
    project = Project.create(tmp_path / "project")
    found = box_places(project.revision_folder(cell_revision(project).key))
    assert isinstance(found, BoxPlaces)
    view = BoxPlacesView()
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show_places(found)
    assert sum(bar.total for bar in view.sizes.bars) == found.boxes
    drawn = view.map.grab().toImage()
    assert len({drawn.pixelColor(x, y).rgb() for x in range(60, 300, 8) for y in range(20, 200, 8)}) > 10
    view.show_places(BoxPlaces(1, 1, 0, 0 * found.covered, (0,) * len(found.sizes), 0.0, 0))
    assert view.words.text() == view.map.accessibleName() == "There are no boxes."
    assert next(part.text() for part in view.findChildren(QLabel)) == "Where boxes lie"


def test_things_are_counted_before_an_import_under_their_new_names(tmp_path: Path) -> None:
    found = FoundSamples(as_boxes=True)
    nothing = Sample(path=tmp_path / "0.png", fields={"image": tmp_path / "0.png", "shapes": ()})
    found.take([sample_of(tmp_path, number) for number in range(3)] + [nothing])
    assert found.empty == 1
    plan = ClassPlan()
    plan.found(found.counts, found.marked_by_label)
    plan.rename("WBC", "RBC")
    plan.leave_out("Platelets")
    cells_there = Counter(box.label for number in range(3) for box in cells(number).boxes)
    assert plan.marked_left == {"RBC": cells_there["RBC"] + cells_there["WBC"]}


def test_the_page_counts_things_and_the_pictures_that_hold_them(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.open_project(box_project(tmp_path / "project").folder)
    page = DataPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    contents = page.contents
    boxes = sum(len(cells(number).boxes) for number in range(PICTURES))
    assert contents._values["marked"].toolTip().startswith(f"{boxes} things are marked: ")
    assert sum(bar.total for bar in contents.bars.bars) == boxes
    assert contents.counts.title.text() == "Things, and in how many pictures"
    assert contents.counts.table.model().index(3, 4).data() == f"{boxes} in {PICTURES}"
    contents._reading.wait()
    page.close()
