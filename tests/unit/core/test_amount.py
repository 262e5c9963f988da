"""Sizes are in the unit that suits them, and a megabyte is a million bytes."""

import pytest

from ptstudio.core.amount import byte_size, number, percent, size


@pytest.mark.parametrize(
    ("megabytes", "shown"),
    [(0, "0.0 MB"), (0.0000002, "1 kB"), (0.0124, "12 kB"), (0.2, "0.2 MB"), (3.14, "3.1 MB"), (9.96, "10 MB"),
     (44.7, "45 MB"), (999, "999 MB"), (1000, "1.0 GB"), (24_000, "24.0 GB")],
)  # fmt: skip
def test_a_size_has_the_unit_that_suits_it(megabytes: float, shown: str) -> None:
    assert size(megabytes) == shown


@pytest.mark.parametrize(
    ("share", "said"),
    [(1, "100 %"), (0.9996, "99.9 %"), (0.98, "98 %"), (0.83199, "83.1 %"), (0.57, "57 %"), (0, "0 %")],
)
def test_a_share_is_never_rounded_up(share: float, said: str) -> None:
    assert percent(share) == said


def test_a_megabyte_is_a_million_bytes_as_publishers_and_browsers_count() -> None:
    assert byte_size(4_790_000) == "4.8 MB"
    assert byte_size(3_100_000_000) == "3.1 GB"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (4.744e-05, "0.00004744"),
        (1 / 7000, "0.0001429"),
        (0.1, "0.1"),
        (0.0, "0"),
        (-0.5, "-0.5"),
        (32.0, "32"),
        (100_000.0, "100000"),
        (1e6, "1000000"),
        (2.5, "2.5"),
    ],
)
def test_numbers_are_written_without_an_exponent(value: float, said: str) -> None:
    assert number(value) == said
