"""Arrays travel as bytes, and nothing else does."""

import numpy as np
import pytest

from ptstudio.engine.ranks.arrays import from_bytes, to_bytes


def test_arrays_come_back_as_they_were() -> None:
    sent = {"probabilities": np.random.default_rng(0).random((3, 2), np.float32), "truths": np.array([1, 0, 1])}
    back = from_bytes(to_bytes(sent))
    assert back.keys() == sent.keys()
    for name, array in sent.items():
        assert back[name].dtype == array.dtype
        np.testing.assert_array_equal(back[name], array)


def test_an_object_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match="pickle"):
        to_bytes({"thing": np.array([object()])})
