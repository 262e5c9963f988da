"""Energy in figures and in what a person knows."""

import pytest

from ptstudio.core.energy import equivalent, written


@pytest.mark.parametrize(
    ("wh", "words"),
    [
        (0.0, "0 Wh"),
        (0.0004, "less than 0.01 Wh"),
        (0.006, "0.01 Wh"),
        (0.044, "0.04 Wh"),
        (0.0961, "0.1 Wh"),
        (3.14, "3.1 Wh"),
        (9.6, "10 Wh"),
        (12.4, "12 Wh"),
        (999.4, "999 Wh"),
        (999.6, "1.0 kWh"),
        (12_340.0, "12.3 kWh"),
    ],
)
def test_energy_is_written_with_the_figures_that_count(wh: float, words: str) -> None:
    assert written(wh) == words


@pytest.mark.parametrize(
    ("wh", "words"),
    [
        (0.0, "an LED lamp for 1 s"),
        (0.05, "an LED lamp for 20 s"),
        (0.3, "an LED lamp for 2 min"),
        (9.0, "an LED lamp for 60 min"),
        (10.0, "about half a phone charge"),
        (19.0, "about one phone charge"),
        (57.0, "about 3 phone charges"),
        (110.0, "enough to boil a litre of water"),
        (1100.0, "enough to boil 10 litres of water"),
        (2200.0, "enough to drive 12 km in an electric car"),
        (1_800_000.0, "enough to drive 10,000 km in an electric car"),
    ],
)
def test_an_equivalent_is_of_a_kind_that_gives_a_readable_number(wh: float, words: str) -> None:
    assert equivalent(wh).say() == words


def test_numbers_stay_readable_at_any_energy() -> None:
    wh = 0.01
    while wh < 20_000:
        number = [word.replace(",", "") for word in equivalent(wh).say().split() if word.replace(",", "").isdigit()]
        assert all(1 <= int(word) <= 120 for word in number)
        wh *= 1.07
