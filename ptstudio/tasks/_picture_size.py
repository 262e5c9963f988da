"""How large pictures are to be for what is looked for in them."""

from __future__ import annotations

from collections.abc import Sequence

SMALL_SHARE = 0.1
"""The smallest tenth is what the size of pictures is chosen for."""


def suitable_px(small: float, sides: Sequence[int], least_px: float, things: str) -> tuple[int, str]:
    """The first of some `sides` (pixels, the smallest first) in which what has the width `small` (a share of the
    picture's) has `least_px`, or the last one, and why; `small` is the width of the smallest tenth of the `things`.
    """
    wanted = least_px / max(small, 1e-6)
    chosen = next((px for px in sides if px >= wanted), sides[-1])
    seen = small * chosen
    if chosen == sides[0] and seen >= least_px * 0.9:
        return chosen, f"Even the smallest tenth of the {things} is about {seen:.0f} pixels wide then."
    if seen < least_px * 0.9:
        return chosen, (
            f"The smallest tenth of the {things} is only about {seen:.0f} pixels wide even then; larger pictures would "
            f"take too long. Cut pictures into parts if the small {things} matter."
        )
    return chosen, f"So the smallest tenth of the {things} is about {seen:.0f} pixels wide, enough to be found."
