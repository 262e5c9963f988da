"""What became of the places that are marked in data, in words."""

from ptstudio.app.translation import tr
from ptstudio.core.report import SpanMatches


def match_rows(section: SpanMatches) -> list[tuple[str, int]]:
    """What became of the places, in words, the best first; of other classes where any was taken for another."""
    every = (
        (tr("Found exactly"), section.exact, True),
        (tr("Right place, another class"), section.other_class, section.has_mixed_classes),
        (tr("Other bounds"), section.other_bounds, True),
        (tr("Other bounds and another class"), section.both_other, section.has_mixed_classes),
        (tr("Missed"), section.missed, True),
    )
    return [(title, number) for title, number, is_told in every if is_told]
