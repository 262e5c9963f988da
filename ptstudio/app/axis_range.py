"""How far the axes of a chart reach: little further than its curves, and seldom changing while they grow."""

import math

ENDS = (1, 2, 3, 5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000)
"""Where an axis of epochs may end while a training is under way."""
PARTS = 20
"""An axis of values ends at a round number, and such numbers lie about so many to its length."""
MARGIN = 0.02
"""Which part of its length an axis reaches beyond its curves at the least."""


def end_of_epochs(reached: float, planned: float | None) -> float:
    """Where an axis of epochs ends whose curves have `reached` a place; `planned` epochs of a training under way."""
    if planned is None:
        return max(1.0, reached)
    ahead = next((end for end in ENDS if end >= reached), ENDS[-1] * math.ceil(reached / ENDS[-1]))
    return max(1.0, reached, float(min(ahead, planned)))


def epochs_around(end: float) -> tuple[float, float]:
    """The range of an axis of epochs from 0 to `end`, with room at both ends."""
    return -MARGIN * end, end * (1 + MARGIN)


def values_around(low: float, high: float, most: float = math.inf) -> tuple[float, float]:
    """The range of an axis that shows the values from `low` to `high`, which cannot be more than `most`.

    It ends at round numbers. Where no value is below zero, and none above `most`, it hardly goes beyond these.
    """
    spread = high - low
    if spread <= 0:
        spread = abs(low) / 4 or 1.0
    unit = _round_up(spread / PARTS)
    bottom = math.floor((low - MARGIN * spread) / unit) * unit
    top = math.ceil((high + MARGIN * spread) / unit) * unit
    edge = 2 * MARGIN * (top - bottom)
    if bottom <= 0 <= low:
        bottom = -edge
    return bottom, min(top, most + edge) if high <= most else top


def round_numbers(low: float, high: float) -> list[float]:
    """Up to half a dozen round numbers between two values."""
    unit = _round_up((high - low) / 5)
    return [number * unit for number in range(math.ceil(low / unit), math.floor(high / unit) + 1)]


def whole_numbers(last: float) -> list[tuple[float, str]]:
    """What is written below an axis of something that is counted, from 0 to `last`: whole numbers alone."""
    return [(number, f"{number:.0f}") for number in round_numbers(0, max(1.0, last)) if number == round(number)]


def logarithmic_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Which numbers stand where on a logarithmic axis, from 10 to the power of `low` to 10 to the power of `high`."""
    least, most = 10.0**low, 10.0**high
    if high - low < 1:
        unit = _round_up((most - least) / 6)
        values = [number * unit for number in range(math.ceil(least / unit), math.floor(most / unit) + 1)]
    else:
        digits = (1, 2, 5) if high - low < 3 else (1,)
        values = [digit * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for digit in digits]
    return [(math.log10(value), f"{value:.6g}") for value in values if least <= value <= most]


def _round_up(number: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= number * 0.999)
