"""Sizes of files and of memory, and numbers, as people read them, the same everywhere; knows no language.

A megabyte is a million bytes, as in publishers' lists, browsers and file managers.
"""

import math
from decimal import Decimal

MB = 10**6
_A_GB = 1000
_AS_GB_FROM = 999.5
_AS_KB_BELOW = 0.0995


def size(megabytes: float) -> str:
    """Memory or a file: “12 kB”, “3.1 MB”, “45 MB”, “2.4 GB”."""
    if 0 < megabytes < _AS_KB_BELOW:
        return f"{max(1, round(1000 * megabytes))} kB"
    if megabytes >= _AS_GB_FROM:
        return f"{megabytes / _A_GB:,.1f} GB"
    return f"{megabytes:.1f} MB" if megabytes < 9.95 else f"{megabytes:.0f} MB"


def byte_size(number: float) -> str:
    """The same, of so many bytes."""
    return size(number / MB)


def percent(share: float) -> str:
    """A share (0 to 1) of what has to agree, never rounded up: “98 %”, “83.1 %”, and “100 %” only of all."""
    return f"{math.floor(round(1000 * share, 6)) / 10:g} %"


def number(value: float) -> str:
    """A number without an exponent, small ones to four digits: “0.00004744”, “0.1”, “32”."""
    return format(Decimal(f"{value:.{4 if abs(value) < 1 else 6}g}"), "f")
