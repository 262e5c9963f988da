"""Which card shows a section of a report: told by the section's type."""

from collections.abc import Callable
from typing import Any

from ptstudio.app.pages._evaluate_found import (
    BoxClassCard,
    BoxErrorCard,
    BoxSizeCard,
    MaskClassCard,
    PixelCard,
    ThresholdCard,
)
from ptstudio.app.pages._evaluate_marked import MarkedCard, MatchesCard
from ptstudio.app.pages._evaluate_placed import BoxMistakesCard, MaskMistakesCard
from ptstudio.app.pages._evaluate_sections import (
    Album,
    CalibrationCard,
    ClassCard,
    ConfusionCard,
    MistakesCard,
    SectionCard,
)
from ptstudio.core.report import Section

_OF_SAMPLES: dict[str, Callable[[Any, Album], SectionCard]] = {
    "Confusion": ConfusionCard,
    "Mistakes": MistakesCard,
    "MarkedMistakes": MarkedCard,
    "BoxMistakes": BoxMistakesCard,
    "MaskMistakes": MaskMistakesCard,
}
_OF_FIGURES: dict[str, Callable[[Any], SectionCard]] = {
    "PerClass": ClassCard,
    "Calibration": CalibrationCard,
    "SpanMatches": MatchesCard,
    "BoxClasses": BoxClassCard,
    "BoxSizes": BoxSizeCard,
    "Thresholds": ThresholdCard,
    "BoxErrors": BoxErrorCard,
    "MaskClasses": MaskClassCard,
    "PixelConfusion": PixelCard,
}


def section_card(section: Section, album: Album) -> SectionCard:
    """The card of a section."""
    if section.type in _OF_SAMPLES:
        return _OF_SAMPLES[section.type](section, album)
    return _OF_FIGURES[section.type](section)
