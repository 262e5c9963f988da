"""Runs of pixels are those of COCO's own library."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from pycocotools import mask as coco_mask

from ptstudio.core.shapes import Box
from ptstudio.data._runs import box_of_runs, pixels_of, runs_of, turned_upright, unpacked
from tests.helpers.pictures import save_turned


@settings(max_examples=60, deadline=None)
@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 1)))
def test_runs_are_those_of_coco(pixels: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]") -> None:
    packed = coco_mask.encode(np.asfortranarray(pixels))
    runs = runs_of(pixels)
    assert unpacked(packed["counts"].decode()) == runs.lengths
    assert (pixels_of(runs) == pixels).all()
    left, top, width, height = coco_mask.toBbox(packed).tolist()
    assert box_of_runs(runs) == (Box(left, top, left + width, top + height) if pixels.any() else None)


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_runs_are_turned_as_pictures_are(orientation: int, tmp_path: Path) -> None:
    with Image.open(save_turned(tmp_path / "a.png", orientation)) as stored:
        blue = np.asarray(stored)[:, :, 2] > 128
    upright = pixels_of(turned_upright(runs_of(blue), orientation))
    assert upright.shape == (20, 40)
    assert upright[:, 20:].all()
    assert not upright[:, :20].any()
