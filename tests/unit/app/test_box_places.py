"""Where boxes lie, and how large they are."""

from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng

from ptstudio.app.box_places import GRID, MOST_PICTURES, SIZES, BoxPlaces, _covered, box_places
from ptstudio.core.project import Project
from tests.helpers.placed_projects import PICTURES, SIZE, cell_revision, cells
from tests.helpers.text_projects import text_revision, written


def places_of(folder: Path) -> BoxPlaces:
    found = box_places(folder)
    assert found is not None
    return found


def test_all_boxes_of_a_revision_are_counted(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = cell_revision(project)
    found = places_of(project.revision_folder(revision.key))
    boxes = [box for number in range(PICTURES) for box in cells(number).boxes]
    sides = [((box.right - box.left) * (box.bottom - box.top)) ** 0.5 for box in boxes]
    assert (found.pictures, found.boxes, found.empty) == (PICTURES, len(boxes), 0)
    assert found.most == max(len(cells(number).boxes) for number in range(PICTURES))
    assert sum(found.sizes) == len(boxes)
    assert found.sizes[SIZES.index(32)] == sum(16 < side <= 32 for side in sides)
    assert found.share == pytest.approx(np.median(sides) ** 2 / (SIZE[0] * SIZE[1]), rel=0.2)


def test_cells_are_covered_as_they_would_be_counted_one_by_one() -> None:
    dice = default_rng(0)
    first = dice.uniform(-0.1, 0.9, (200, 2))
    edges = np.hstack([first, first + dice.uniform(0, 0.5, (200, 2))])
    counted = np.zeros((GRID, GRID))
    for left, top, right, bottom in edges:
        x, y = (min(GRID - 1, max(0, int(np.floor(edge * GRID)))) for edge in (left, top))
        x_end, y_end = (min(GRID, max(1, int(np.ceil(edge * GRID)))) for edge in (right, bottom))
        counted[y : max(y + 1, y_end), x : max(x + 1, x_end)] += 1
    assert np.allclose(_covered(edges), counted / 200)


def test_the_middle_is_where_most_of_them_lie() -> None:
    corner = _covered(np.array([[0.8, 0.8, 1.0, 1.0]]))
    made = BoxPlaces(pictures=1, empty=0, boxes=1, covered=corner, sizes=(1,), share=0.04, most=1)
    assert made.middle == pytest.approx((0.9, 0.9), abs=0.03)


def test_of_very_many_pictures_some_are_looked_at_and_empty_ones_are_told(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    like = cell_revision(project)
    row = {"id": "a", "label": [], "boxes": [], "width": 10, "height": 10, "split": "train", "path": "a.png"}
    full = row | {"label": [1], "boxes": [1.0, 1.0, 9.0, 9.0]}
    rows = [full if number % 4 else row for number in range(MOST_PICTURES + 1000)]
    written(project, like.model_copy(update={"name": "many"}), rows)
    found = places_of(project.revision_folder("many/0001"))
    assert found.pictures == MOST_PICTURES
    assert found.empty + found.boxes == MOST_PICTURES
    assert 0.2 < found.empty / MOST_PICTURES < 0.3
    assert found.share == pytest.approx(0.64)


def test_without_boxes_there_is_nothing_to_tell(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    assert box_places(project.revision_folder(text_revision(project).key)) is None
    like = cell_revision(project)
    flat = {"id": "a", "label": [0], "boxes": [0.0] * 4, "width": 10, "height": 10, "split": "train", "path": "a.png"}
    bare = written(project, like.model_copy(update={"name": "bare"}), [flat | {"label": [], "boxes": []}, flat])
    found = places_of(project.revision_folder(bare.key))
    assert (found.empty, found.boxes, found.share) == (1, 1, 0.0)
