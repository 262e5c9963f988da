"""A list whose members are made when they are looked at."""

from ptstudio.app.lazy_list import LazyList


def test_only_what_is_looked_at_is_made_and_only_once() -> None:
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    doubled = LazyList(range(10_000), double)
    assert (len(doubled), doubled[3], doubled[3], made) == (10_000, 6, 6, [3])
    assert list(doubled[2:5]) == [4, 6, 8]
    assert doubled[9_999] == 19_998
