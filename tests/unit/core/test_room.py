"""A disk that is too small is known before anything is written."""

from pathlib import Path

import pytest

from ptstudio.core.errors import DiskFull
from ptstudio.core.room import check_room


def test_what_fits_is_let_through_also_where_the_folder_is_yet_to_be_made(tmp_path: Path) -> None:
    check_room(1, tmp_path / "not" / "yet" / "there", "The pack", "Free some space.")
    assert not (tmp_path / "not").exists()


def test_what_does_not_fit_is_said_with_its_size(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="The pack takes 1,152,921,504") as caught:
        check_room(2**60, tmp_path, "The pack", "Free some space.")
    assert caught.value.hint == "Free some space."
