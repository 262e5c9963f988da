"""Which card shows a section of a report: told by the section's type."""

from ptstudio.app.pages._evaluate_marked import MarkedCard, MatchesCard
from ptstudio.app.pages._evaluate_sections import (
    Album,
    CalibrationCard,
    ClassCard,
    ConfusionCard,
    MistakesCard,
    SectionCard,
)
from ptstudio.core.report import Calibration, Confusion, MarkedMistakes, Mistakes, PerClass, Section, SpanMatches


def section_card(section: Section, album: Album) -> SectionCard:
    """The card of a section, by the section's type."""
    match section:
        case Confusion():
            return ConfusionCard(section, album)
        case Mistakes():
            return MistakesCard(section, album)
        case PerClass():
            return ClassCard(section)
        case Calibration():
            return CalibrationCard(section)
        case MarkedMistakes():
            return MarkedCard(section, album)
        case SpanMatches():
            return MatchesCard(section)
        case _:
            return SectionCard(section.type, "")
