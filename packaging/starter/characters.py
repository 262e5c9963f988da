"""The characters the starter backbone learns to tell apart, as classes of look-alikes."""

import unicodedata

DIGITS = tuple("0123456789")

LATIN = (
    *("cC", "kK", "lI|", "mM", "pP", "sS", "uU", "vV", "wW", "xX", "zZ"),
    *"abdefghijnqrtyABDEFGHJLNQRTY",
    *"ßæøðþÆØÞđħłŋ",
)

PUNCTUATION = tuple('!"#$%&()*+/<=>?@[]^{}~§¶©«»¿±µ€£¥†‡…‰')

GREEK_AND_CYRILLIC = (
    *"βγδεζηθλξπσφχψωΓΔΘΛΞΣΦΨΩ",
    *("гГ", "дД", "жЖ", "иИ", "йЙ", "лЛ", "цЦ", "чЧ", "шШ", "щЩ", "ъЪ", "ыЫ", "ьЬ", "эЭ", "юЮ", "яЯ"),
    *"бБђћљњѓ",
)

OTHER_SCRIPTS = {
    "Armenian": (0x0531, 0x0587),
    "Hebrew": (0x05D0, 0x05EB),
    "Arabic": (0x0621, 0x064B),
    "Devanagari": (0x0905, 0x093A),
    "Bengali": (0x0985, 0x09BA),
    "Tamil": (0x0B85, 0x0BBA),
    "Telugu": (0x0C05, 0x0C3A),
    "Thai": (0x0E01, 0x0E2F),
    "Georgian": (0x10D0, 0x10F1),
    "Ethiopic": (0x1200, 0x1260),
    "Cherokee": (0x13A0, 0x13F0),
    "Canadian syllabics": (0x1401, 0x1450),
    "Runic": (0x16A0, 0x16EA),
    "Glagolitic": (0x2C00, 0x2C2F),
    "Hiragana": (0x3042, 0x3094),
    "Katakana": (0x30A2, 0x30F4),
    "Hangul": (0xAC00, 0xD7A4),
}
HANGUL_STEP = 211  # of the 11,172 syllables every 211th, 53 in all

SYMBOLS = {
    "Arrows": (0x2190, 0x2200),
    "Mathematical operators": (0x2200, 0x2270),
    "Technical": (0x2300, 0x2330),
    "Geometric shapes": (0x25A0, 0x2600),
    "Miscellaneous symbols": (0x2600, 0x2700),
    "Dingbats": (0x2701, 0x27BF),
}

GROUP_WEIGHTS = {
    "digits": 0.25,
    "latin": 0.20,
    "punctuation": 0.06,
    "greek and cyrillic": 0.12,
    "other scripts": 0.27,
    "symbols": 0.10,
}
"""How often each group of characters is drawn; within a group every class is drawn equally often."""


def _letters(first: int, last: int) -> list[str]:
    """All letters of a range of Unicode; of Hangul's many syllables only some."""
    step = HANGUL_STEP if first == OTHER_SCRIPTS["Hangul"][0] else 1
    return [chr(code) for code in range(first, last, step) if unicodedata.category(chr(code)).startswith("L")]


def _symbols(first: int, last: int) -> list[str]:
    """All symbols of a range of Unicode."""
    return [chr(code) for code in range(first, last) if unicodedata.category(chr(code)).startswith("S")]


def character_groups() -> dict[str, list[str]]:
    """Return every group's classes; each class is a string of characters that look alike once cropped."""
    return {
        "digits": list(DIGITS),
        "latin": list(LATIN),
        "punctuation": list(PUNCTUATION),
        "greek and cyrillic": list(GREEK_AND_CYRILLIC),
        "other scripts": [letter for bounds in OTHER_SCRIPTS.values() for letter in _letters(*bounds)],
        "symbols": [symbol for bounds in SYMBOLS.values() for symbol in _symbols(*bounds)],
    }
