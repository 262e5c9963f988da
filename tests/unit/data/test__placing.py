"""What is marked in a picture lies where it belongs, however the picture is stored and whatever its size was."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.dataset import Finding
from ptstudio.core.shapes import Shape
from ptstudio.data._drawings import FRACTIONS, Drawing, Drawn, box_around
from ptstudio.data._image import PictureSize, picture_size
from ptstudio.data._masks import drawn
from ptstudio.data._placing import Placed, placed
from ptstudio.data._runs import runs_of
from tests.helpers.pictures import save_turned

RING = (2.0, 3.0, 10.0, 3.0, 10.0, 9.0)


def place(shape: Shape, seen: PictureSize, size: tuple[float, float] | None) -> Placed | Finding:
    return placed(Drawing(Path("a.json"), Path("a.jpg"), (Drawn(1, shape),), size), seen)


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_what_was_marked_on_its_side_is_turned_with_the_picture(tmp_path: Path, orientation: int) -> None:
    path = save_turned(tmp_path / "a.png", orientation)
    with Image.open(path) as stored:
        red = np.asarray(stored)[:, :, 0] > 128
        size = stored.size
    rows, columns = np.nonzero(red)
    left, top, right, bottom = (float(each) for each in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    ring = (left, top, right, top, right, bottom, left, bottom)
    seen = picture_size(path)
    for shape in (
        Shape("red", box_around((ring,)), (ring,)),
        Shape("red", box_around((ring,)), runs=runs_of(red)),
    ):
        found = place(shape, seen, size)
        assert isinstance(found, Placed)
        assert [note.kind for note in found.notes] == ["turned-picture"]
        assert found.things[0].shape.box == (0, 0, 20, 20)
        mask = drawn([found.things[0].shape], seen, ("red",))
        assert (mask[:, :20] == 1).all()
        assert not mask[:, 20:].any()


def test_shares_and_other_sizes_are_scaled() -> None:
    seen = PictureSize(48, 32)
    shape = Shape("cat", box_around((RING,)), (RING,))
    found = place(shape, seen, (24, 16))
    assert isinstance(found, Placed)
    assert found.things[0].shape.rings == (tuple(2 * value for value in RING),)
    in_shares = Shape("cat", shape.box._replace(left=0.25, top=0.25, right=0.5, bottom=0.5))
    found = place(in_shares, seen, FRACTIONS)
    assert isinstance(found, Placed)
    assert (found.things[0].shape.box, found.notes) == ((12, 8, 24, 16), ())


def test_swapped_corners_stay_as_they_are_until_they_are_told() -> None:
    shape = Shape("cat", box_around((RING,))._replace(left=20, right=4))
    found = place(shape, PictureSize(48, 32), (24, 16))
    assert isinstance(found, Placed)
    assert found.things[0].shape.box == (40, 6, 8, 18)
