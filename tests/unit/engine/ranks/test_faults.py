"""What went wrong in one process is taken up in another as if it had happened there."""

import pytest

from ptstudio.core.errors import DatasetError, JobFailure
from ptstudio.core.shortage import Shortage, shortage_of
from ptstudio.engine.ranks import faults


@pytest.mark.parametrize(
    ("error", "shortage"),
    [
        (MemoryError(), Shortage.MEMORY),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), Shortage.GPU_MEMORY),
        (RuntimeError("The paging file is too small (os error 1455)"), Shortage.PAGE_FILE),
    ],
)
def test_a_shortage_stays_that_shortage(error: Exception, shortage: Shortage) -> None:
    assert shortage_of(faults.read(faults.written(error))) is shortage


def test_words_for_the_user_stay_as_they_are() -> None:
    error = faults.read(faults.written(DatasetError("A sample has vanished.", "Put it back.")))
    assert isinstance(error, DatasetError)
    assert (error.message, error.hint) == ("A sample has vanished.", "Put it back.")


def test_anything_else_says_what_it_was_and_what_to_do() -> None:
    error = faults.read(faults.written(KeyError("x")))
    assert isinstance(error, JobFailure)
    assert "KeyError" in error.message
    assert "Resume" in error.hint
    assert any("KeyError: 'x'" in note for note in error.__notes__)
