"""Dealing out a batch: everybody works out the same, nothing is lost, nothing comes twice."""

import pytest

from ptstudio.engine.ranks.shares import share


@pytest.mark.parametrize("samples", [1, 2, 3, 7, 8, 33])
@pytest.mark.parametrize("processes", [1, 2, 3, 8])
@pytest.mark.parametrize("smallest", [1, 2])
def test_the_shares_of_a_batch_are_the_batch(samples: int, processes: int, smallest: int) -> None:
    batch = list(range(100, 100 + samples))
    shares = [share(batch, rank, processes, smallest) for rank in range(processes)]
    assert [place for one in shares for place in one] == batch
    assert shares[0]
    sizes = [len(one) for one in shares if one]
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= min(smallest, samples)
