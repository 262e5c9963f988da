"""How texts are laid out for a network: one array of three planes, (texts, 3, tokens).

The planes are the tokens' numbers, whether each counts (1) or only fills up (0), and which of two texts it is of. One
array, not three, so that whatever works on pictures (cutting a batch, moving it, keeping it) works on texts as well.
"""

PLANES = 3
"""Numbers, counted, segments; in this order."""
