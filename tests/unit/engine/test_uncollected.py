"""What is imported once is not looked through for garbage, and everything later is."""

import gc

import pytest

from ptstudio.engine.uncollected import uncollected


def test_what_is_made_meanwhile_is_never_looked_through_and_the_collector_goes_on() -> None:
    frozen = gc.get_freeze_count()

    def load() -> None:
        with uncollected():
            assert not gc.isenabled()
            raise ImportError("not there")

    try:
        with pytest.raises(ImportError, match="not there"):
            load()
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()
