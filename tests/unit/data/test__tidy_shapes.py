"""Whatever is marked, what is left lies in the picture, has an area, and is there once."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ptstudio.core.shapes import Box, Shape
from ptstudio.data._drawings import Drawing, Drawn, box_around
from ptstudio.data._image import PictureSize
from ptstudio.data._masks import drawn
from ptstudio.data._tidy_shapes import Tidied, tidied

SIZE = PictureSize(24, 16)
NUMBERS = st.one_of(st.floats(-10, 40), st.sampled_from([float("nan"), float("inf"), 0.0, 24.0, 16.0]))
RINGS = st.lists(st.floats(-10, 40).map(lambda value: round(value, 2)), min_size=6, max_size=16).map(
    lambda ring: tuple(ring[: len(ring) // 2 * 2])
)


def tidy(*shapes: Shape) -> Tidied:
    things = tuple(Drawn(row, shape) for row, shape in enumerate(shapes, start=1))
    return tidied(Drawing(Path("a.xml"), Path("a.jpg"), things), things, SIZE)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["cat", " dog ", ""]), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))))
def test_boxes_are_mended_for_good(given_boxes: list[tuple[str, tuple[float, float, float, float]]]) -> None:
    found = tidy(*(Shape(label, Box(*edges)) for label, edges in given_boxes))
    assert len(set(found.shapes)) == len(found.shapes)
    for shape in found.shapes:
        assert 0 <= shape.box.left < shape.box.right <= SIZE.width
        assert 0 <= shape.box.top < shape.box.bottom <= SIZE.height
        assert shape.label in ("cat", "dog")
    assert tidy(*found.shapes) == Tidied(found.shapes, [])
    assert (len(found.shapes) == len(given_boxes)) or found.notes


@settings(max_examples=200, deadline=None)
@given(RINGS)
def test_outlines_are_cut_off_at_the_edge_of_the_picture(ring: tuple[float, ...]) -> None:
    shape = Shape("cat", box_around((ring,)), (ring,))
    (kept,) = tidy(shape).shapes or (Shape("cat", Box(0, 0, 0, 0)),)
    for cut in kept.rings:
        assert min(cut) >= 0
        assert max(cut[0::2]) <= SIZE.width
        assert max(cut[1::2]) <= SIZE.height
    before, after = (drawn([each], SIZE, ("cat",)) == 1 for each in (shape, kept._replace(box=shape.box)))
    # Corners on the edge are rounded to a hundredth of a pixel, which can move the middle of one across a line.
    assert np.count_nonzero(before != after) <= 3


def test_notes_name_what_they_are_about() -> None:
    outside = [Shape("cat", Box(-5, 0, 5 + place, 5)) for place in range(7)]
    found = tidy(*outside, Shape("", Box(0, 0, 1, 1)))
    assert [(note.kind, note.row) for note in found.notes] == [("missing-label", 8), ("outside-picture", 1)]
    assert "one (row 8)." in found.notes[0].reason
    assert "cat (row 5), … (7 in all)." in found.notes[1].reason


def test_less_than_half_a_pixel_beyond_the_edge_is_rounding() -> None:
    found = tidy(Shape("cat", Box(-0.4, 0, 24.4, 16.3)))
    assert found == Tidied((Shape("cat", Box(0, 0, 24, 16)),), [])
