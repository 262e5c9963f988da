"""What is said of things that were found, missed or mistaken."""

from ptstudio.core.box_words import error_rows, size_rows
from ptstudio.core.report import BoxErrors, BoxSizes


def test_every_kind_of_error_is_told_with_its_number() -> None:
    errors = BoxErrors(right=1, missed=2, background=3, other_class=4, badly_placed=5, both_other=6, double=7)
    rows = error_rows(errors)
    assert sorted(count for _, _, count in rows) == [1, 2, 3, 4, 5, 6, 7]
    assert len({title for title, _, _ in rows}) == 7
    assert all(meaning.endswith(".") for _, meaning, _ in rows)


def test_sizes_come_with_their_figures() -> None:
    rows = size_rows(BoxSizes(small=0.1, medium=None, large=0.3, supports=(4, 0, 5)))
    assert [(figure, number) for _, figure, number in rows] == [(0.1, 4), (None, 0), (0.3, 5)]
