"""A sample holds every class in its proportion and is the same for the same seed."""

from collections import Counter

from ptstudio.engine.sampling import stratified

LABELS = [0] * 600 + [1] * 300 + [2] * 99 + [3]


def test_few_enough_are_all_taken() -> None:
    assert stratified([1, 0, 1], 3, seed=0) == [0, 1, 2]


def test_classes_keep_their_proportion_and_none_is_forgotten() -> None:
    chosen = stratified(LABELS, 100, seed=0)
    assert chosen == sorted(set(chosen))
    counts = Counter(LABELS[position] for position in chosen)
    assert counts.total() == 100
    assert counts[3] == 1
    for label, share in ((0, 60), (1, 30), (2, 10)):
        assert abs(counts[label] - share) <= 1


def test_the_seed_alone_decides() -> None:
    assert stratified(LABELS, 50, seed=1) == stratified(LABELS, 50, seed=1) != stratified(LABELS, 50, seed=2)
