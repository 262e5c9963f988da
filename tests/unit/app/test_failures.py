"""What goes wrong in a thread reaches a person only where that can read it."""

import pytest

from ptstudio.app.failures import readable
from ptstudio.core.errors import DiskFull, ModelError


def test_an_error_with_a_hint_stays_what_it_is_and_the_systems_get_one() -> None:
    known = ModelError("It is damaged.", "Get it again.")
    assert readable(known, "reading") is known
    assert isinstance(readable(OSError(28, "No space left"), "reading"), DiskFull)


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    with pytest.raises(KeyError):
        readable(KeyError("key"), "reading")
