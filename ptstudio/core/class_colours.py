"""The colours of classes in pictures: the same for a class wherever it is drawn, and told apart on any picture."""

import colorsys
from collections.abc import Sequence

Rgb = tuple[int, int, int]
TOLD_APART = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Colours that people who see few colours can tell apart: Okabe and Ito 2008, https://jfly.uni-koeln.de/color/"""
UNKNOWN = TOLD_APART[-1]
"""Of a class that is not among those of the data."""
GOLDEN = 0.618034
"""By this part of the circle hues go on once the colours that everybody tells apart are used up."""
SATURATION, BRIGHTNESS = 0.75, (0.95, 0.6)


class ClassColours:
    """Those of the classes of a revision, in its order; plain numbers, so that threads can use them."""

    def __init__(self, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        self._places = {label: place for place, label in enumerate(self.classes)}

    def of(self, label: str) -> Rgb:
        """The colour of a class (0 to 255)."""
        place = self._places.get(label)
        return _rgb(UNKNOWN) if place is None else colour_at(place)


def colour_at(place: int) -> Rgb:
    """The colour of the class that stands at this place among those of the data (0 to 255)."""
    known = len(TOLD_APART) - 1
    return _rgb(TOLD_APART[place]) if place < known else _further(place - known)


def in_hex(colour: Rgb) -> str:
    """A colour as style sheets have it: “#0072b2”."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def is_light(colour: Rgb) -> bool:
    """Whether black letters stand out from it better than white ones (luminance after WCAG 2.2)."""
    red, green, blue = (
        (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4) for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179


def _rgb(name: str) -> Rgb:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _further(number: int) -> Rgb:
    hue = (0.08 + number * GOLDEN) % 1.0
    red, green, blue = colorsys.hsv_to_rgb(hue, SATURATION, BRIGHTNESS[number % len(BRIGHTNESS)])
    return round(255 * red), round(255 * green), round(255 * blue)
