from pathlib import Path

import numpy as np
import pytest

from ptstudio.exporters._kept_outputs import MOST_BYTES, KeptOutputs

SMALL, LARGE = np.arange(6.0), np.arange(MOST_BYTES, dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files of this test lie that are there for a while."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_outputs_are_as_they_were_whether_they_wait_in_memory_or_in_a_file(folder: Path) -> None:
    kept = KeptOutputs([{"answers": SMALL}, {"answers": SMALL, "mask": LARGE}])
    assert len(kept) == 2
    assert [sorted(arrays) for arrays in kept] == [["answers"], ["answers", "mask"]]
    np.testing.assert_array_equal(kept[1]["mask"], LARGE)
    np.testing.assert_array_equal(kept[0:1][0]["answers"], SMALL)
    assert len(list(folder.rglob("*.npz"))) == 1


def test_files_are_gone_in_the_end(folder: Path) -> None:
    kept = KeptOutputs([{"mask": LARGE}])
    kept.close()
    assert not list(folder.iterdir())
