"""Energy as people read it, what else takes as much, and what a processor draws that does not tell; no language.

Where the figures come from:

* A typical core draws 4 W at full use: what CodeCarbon takes for a processor that it does not know, for each hardware
  thread (`DEFAULT_POWER_PER_CORE`, https://github.com/mlco2/codecarbon). Cloud Carbon Footprint's figures for one of a
  data centre at full use are 3.5 to 4.3 W (https://www.cloudcarbonfootprint.org/docs/methodology).
* A lamp: an LED lamp of 9 W gives about 800 lumens, as a light bulb of 60 W did (US DOE, "LED lighting").
* A phone's charge: 19 Wh out of the wall, which the US EPA's calculator of equivalents counts (12.4 g of CO2 for a
  charge, at 0.65 kg for a kilowatt-hour; edition of 2024).
* A litre of water from 20 to 100 °C takes 4.186 kJ × 80 = 93 Wh; an electric kettle passes on about 85 % of what it
  draws, which makes 110 Wh.
* An electric car goes a kilometre on about 180 Wh (around 0.29 kWh a mile, a common rating of the US EPA).
"""

from ptstudio.core.sentence import Sentence

TYPICAL_CORE_W = 4.0
"""What a core (a hardware thread) draws at full use, about."""

_LAMP_W = 9.0
_CHARGE_WH = 19.0
_LITRE_WH = 110.0
_KILOMETRE_WH = 180.0


def written(wh: float) -> str:
    """Energy: “0.04 Wh”, “0.2 Wh”, “12 Wh”, “1.3 kWh”; never nothing where there was something: “less than 0.01 Wh”."""
    if wh >= 999.5:
        return f"{wh / 1000:,.1f} kWh"
    if wh >= 9.5:
        return f"{wh:.0f} Wh"
    if wh >= 0.095:
        return f"{wh:.1f} Wh"
    if wh >= 0.005:
        return f"{wh:.2f} Wh"
    return "less than 0.01 Wh" if wh > 0 else "0 Wh"


def equivalent(wh: float) -> Sentence:
    """What else takes as much energy, as words to go behind a comma: “about 3 phone charges”.

    Of four kinds of things the one that gives a number between one half and some tens; the figures' sources are at
    the top of this file.
    """
    if wh < _CHARGE_WH / 2:
        return _lamp(3600 * wh / _LAMP_W)
    if wh < 5.5 * _CHARGE_WH:
        return _counted(wh / _CHARGE_WH, _CHARGES)
    if wh < 20 * _LITRE_WH:
        return _counted(wh / _LITRE_WH, _LITRES)
    return Sentence("enough to drive {km} km in an electric car", {"km": _round(wh / _KILOMETRE_WH)})


_CHARGES = ("about half a phone charge", "about one phone charge", "about {count} phone charges")
_LITRES = (
    "enough to boil half a litre of water",
    "enough to boil a litre of water",
    "enough to boil {count} litres of water",
)


def _lamp(seconds: float) -> Sentence:
    if seconds < 90:
        return Sentence("an LED lamp for {count} s", {"count": str(max(1, round(seconds)))})
    return Sentence("an LED lamp for {count} min", {"count": str(round(seconds / 60))})


def _counted(number: float, words: tuple[str, str, str]) -> Sentence:
    half, one, many = words
    if number < 0.75:
        return Sentence(half)
    return Sentence(one) if number < 1.5 else Sentence(many, {"count": str(round(number))})


def _round(number: float) -> str:
    """A whole number, with two figures that count."""
    return f"{int(float(f'{number:.2g}')):,}"
