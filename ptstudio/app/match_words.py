"""What became of the places that are marked in data, in words."""

from ptstudio.app.translation import tr
from ptstudio.core.report import SpanMatches


def match_rows(section: SpanMatches) -> list[tuple[str, int]]:
    """What became of the places, in words, the best first."""
    return [
        (tr("Found exactly"), section.exact),
        (tr("Right place, another class"), section.other_class),
        (tr("Right class, other bounds"), section.other_bounds),
        (tr("Other bounds and another class"), section.both_other),
        (tr("Missed"), section.missed),
    ]
