"""One thread inside where little is computed, and as many as before afterwards."""

import pytest
import torch

from ptstudio.engine.computing.single_thread import single_thread


@pytest.mark.parametrize("is_small", [True, False])
def test_threads_are_as_they_were_afterwards(is_small: bool) -> None:
    before, inside = torch.get_num_threads(), 0

    def work() -> None:
        nonlocal inside
        with single_thread(is_small):
            inside = torch.get_num_threads()
            raise RuntimeError("in between")

    with pytest.raises(RuntimeError, match="in between"):
        work()
    assert inside == (1 if is_small else before)
    assert torch.get_num_threads() == before
