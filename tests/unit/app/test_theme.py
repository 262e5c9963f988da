"""Both palettes can be read by everybody: contrast by the formula of WCAG 2.2, and nothing left to chance."""

import re

import pytest

from ptstudio.app.style_sheet import TYPE_SCALE, style_sheet
from ptstudio.app.theme import DARK, LIGHT, SERIES, Colours

PALETTES = {"light": LIGHT, "dark": DARK}
GROUNDS = ("window", "surface", "raised", "selection")
TEXTS = ("text", "muted", "accent", "good", "warning", "bad")
LEAST = 4.5
LEAST_OF_SHAPES = 3.0


def luminance(colour: str) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_stands_out_from_every_ground(name: str, ground: str, text: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= LEAST


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_primary_button_can_be_read_and_its_focus_seen(palette: Colours) -> None:
    assert contrast(palette.on_accent, palette.accent) >= LEAST
    assert contrast(palette.on_accent, palette.accent_strong) >= LEAST
    for ground in GROUNDS:
        assert contrast(palette.accent, getattr(palette, ground)) >= LEAST_OF_SHAPES


def test_the_series_are_the_ones_of_okabe_and_ito_in_some_order() -> None:
    assert len(set(SERIES)) == len(SERIES) == 8
    assert set(SERIES[:-1]) == {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_style_sheet_has_no_colour_of_its_own(palette: Colours) -> None:
    sheet = style_sheet(dict(palette), 10.0)
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", sheet)) <= {value for _, value in palette}
    sizes = {float(size) for size in re.findall(r"font-size: ([\d.]+)pt", sheet)}
    assert sizes <= {round(10 * factor, 1) for factor in TYPE_SCALE.values()}
