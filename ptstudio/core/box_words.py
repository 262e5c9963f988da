"""What is said of things in pictures that were found, missed or mistaken.

Knows neither the window, which shows this in the user's language, nor the page that a worker writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ptstudio.core.report import BoxErrors, BoxSizes

ABOUT_ERRORS = (
    "Things in your data that were found or missed, and what was found that is wrong, by the main reason (as TIDE, "
    "Bolya et al. 2020, tells them apart). What happens most often is what more or better samples would help most."
)
AVERAGE_PRECISION, AT_HALF = "Average precision (AP)", "At half overlap (AP50)"
"""What the figures of a class are called; their means over the classes are mAP and mAP50."""
ABOUT_PRECISION = (
    "Average precision: whether things are found, rightly called and tightly boxed, over all probabilities and ten "
    "overlaps (IoU) with the true boxes, from 50 % to 95 %, as the COCO benchmark has it. It is strict: 40 % is good, "
    "60 % excellent."
)
ABOUT_HALF = (
    "Average precision where a box counts as right as soon as it overlaps with the true one by half: whether things "
    "are found at all."
)
ABOUT_RECALL = "Of the things that are there, the share that was found."
ABOUT_RIGHT = "Of what was found, the share that is right."
ABOUT_SIZES = f"Small things are harder. {ABOUT_PRECISION}"
NO_MISTAKES = "There are none: everything was found in its place, and nothing else."


def error_rows(errors: BoxErrors) -> list[tuple[str, str, int]]:
    """What became of things: what it is called in English, what that means, and how many."""
    return [
        ("Found as they are", "The right class, in the right place.", errors.right),
        ("Missed", "It is there, and nothing was found at it.", errors.missed),
        ("Nothing there", "Something was found where your data has nothing. Look whether your data misses it.",
         errors.background),
        ("Another class", "The right place, under the wrong name.", errors.other_class),
        ("Badly placed", "The right class, but the box covers too little of it, or too much beside it.",
         errors.badly_placed),
        ("Another class, badly placed", "Both at once.", errors.both_other),
        ("Found twice", "Another box had found the thing already.", errors.double),
    ]  # fmt: skip


def size_rows(sizes: BoxSizes) -> list[tuple[str, float | None, int]]:
    """Sizes as they are called in English, the average precision (0 to 1), and how many there are."""
    titles = ("Small (below 32 × 32 pixels)", "Medium (between the two)", "Large (above 96 × 96 pixels)")
    figures = (sizes.small, sizes.medium, sizes.large)
    return list(zip(titles, figures, sizes.supports, strict=True))
