"""One thread inside where little is computed, and as many as before afterwards."""

import pytest
import torch

from ptstudio.engine.single_thread import single_thread


@pytest.mark.parametrize("is_small", [True, False])
def test_threads_are_as_they_were_afterwards(is_small: bool) -> None:
    before = torch.get_num_threads()
    with pytest.raises(RuntimeError, match="in between"), single_thread(is_small):
        assert torch.get_num_threads() == (1 if is_small else before)
        raise RuntimeError("in between")
    assert torch.get_num_threads() == before
