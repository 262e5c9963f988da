"""What is said of things in pictures that were found, missed or mistaken.

Knows neither the window, which shows this in the user's language, nor the page that a worker writes.
"""

from ptstudio.core.report import BoxErrors, BoxSizes

ABOUT_ERRORS = (
    "Things in your data that were found or missed, and what was found that is wrong, by the main reason (as TIDE, "
    "Bolya et al. 2020, tells them apart). What happens most often is what more or better samples would help most."
)
ABOUT_SIZES = (
    "Small things are harder. The average precision counts how well what is found fits, from an overlap of one half to "
    "nearly all; 100 % would be perfect."
)
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
