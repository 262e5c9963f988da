"""Made-up lengths of texts, for what draws them."""

import random

from ptstudio.core.lengths import CutPart, CutText, Lengths

READ = "…the courier has left a card although somebody was at home all day long, and on the telephone I was told that "
UNREAD = (
    "it would come on Friday. It did not. Please send it again, or give me my money back: I have bought the lamp in "
    "another shop by now & will not need it any more…"
)
CUTS = (
    ("delivery", 211, CutPart(read=READ, unread=UNREAD)),
    ("praise", 6, CutPart(read="…thank you all,", unread=" and a merry Christmas <3")),
    ("return", 4, CutPart(read="…أريد إرجاع هذا المنتج", unread=" لأنه وصل مكسورا")),
)


def lengths(typical: int, limit: int, most: int = 512) -> Lengths:
    """Of two thousand texts, most of them about as long as is typical, and some several times as long."""
    dice = random.Random(typical)
    tokens = sorted(max(3, round(dice.lognormvariate(0, 0.6) * typical)) for _ in range(2000))
    examples = tuple(CutText(truth=truth, tokens=limit + beyond, parts=(part,)) for truth, beyond, part in CUTS)
    is_cut = tokens[-1] > limit
    return Lengths(tokens=tuple(tokens), samples=12_480, limit=limit, most=most, examples=examples if is_cut else ())
