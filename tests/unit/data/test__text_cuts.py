"""Long texts are cut between sentences or words in any script, and never through a character or a marked place."""

import random
from itertools import pairwise

import pytest

from ptstudio.core.spans import Span
from ptstudio.data._text_cuts import parts_of
from ptstudio.data._word_edges import cuts_a_word

SENTENCES = "One two three four. Five six seven! Eight nine ten eleven? Twelve thirteen."


def said(text: str, most: int, overlap: int = 0, whole: tuple[Span, ...] = ()) -> list[str]:
    return [text[part.start : part.end] for part in parts_of(text, most, overlap, whole)]


def test_a_short_text_stays_as_it_is() -> None:
    assert said(" One two three. ", 3) == [" One two three. "]


def test_sentences_are_kept_together_where_they_fit() -> None:
    assert said(SENTENCES, 5) == [
        "One two three four.", "Five six seven!", "Eight nine ten eleven?", "Twelve thirteen.",
    ]  # fmt: skip
    assert said(SENTENCES, 8) == ["One two three four. Five six seven!", "Eight nine ten eleven? Twelve thirteen."]


def test_lines_end_sentences() -> None:
    assert said("a short heading\nand then what follows", 4) == ["a short heading", "and then what follows"]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert said("one two three four five six seven", 3) == ["one two three", "four five", "six seven"]


def test_the_last_part_is_no_shred() -> None:
    text = " ".join(map(str, range(21)))
    assert [len(part.split()) for part in said(text, 20)] == [11, 10]
    assert [len(part.split()) for part in said(text, 20, overlap=5)] == [11, 15]


def test_parts_begin_before_the_end_of_the_one_before() -> None:
    assert said("a b c d e f g h i j", 4, overlap=1) == ["a b c d", "d e f g", "g h i j"]
    assert said(SENTENCES, 8, overlap=4)[:2] == [
        "One two three four. Five six seven!", "Five six seven! Eight nine ten eleven?",
    ]  # fmt: skip


def test_marked_places_are_never_cut_even_where_parts_get_longer() -> None:
    text = "one two New York City four five six"
    place = Span(8, 21, "place")
    assert place.of(text) == "New York City"
    assert said(text, 3, whole=(place,)) == ["one two", "New York City", "four five six"]
    assert said(text, 2, whole=(place,)) == ["one two", "New York City", "four five", "six"]
    assert said(text, 3, overlap=2, whole=(place,))[1] == "two New York City"


def test_scripts_without_spaces_are_cut_after_their_sentences() -> None:
    assert said("私は東京に住む。「彼は京都だ。」あれは何", 8) == ["私は東京に住む。", "「彼は京都だ。」", "あれは何"]
    assert said("สวัสดีครับผมชื่อ", 6) == ["สวัสดีครั", "บผมชื่อ"]


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם. זה מבחן ארוך של טקסט עברי. עוד משפט אחד כאן.",
        "هذا نص طويل؟ نعم هو كذلك۔ وهنا جملة أخرى في النص.",
        "한국어 문장은 띄어쓰기를 합니다. 그래서 여기서 자릅니다.",
        "\u1112\u1161\u11ab\u1100\u116e\u11a8 \u1112\u1161\u11ab\u1100\u116e\u11a8",
        "ｶﾞｷﾞｸﾞｹﾞｺﾞ、ｶﾞｷﾞ",
        "が\u3099き\u3099好👍🏽好👩‍🔬好🇩🇪好🏴󠁧󠁢󠁥󠁮󠁧󠁿一二",
        "Zoe\u0308 lacht e\u0301 e\u0301 👨‍👩‍👧‍👦 👍🏿 1️⃣ 2️⃣",
        "น้ำใจดีทำให้คนรักกันมากขึ้น",
    ],
)
def test_no_character_is_torn_and_nothing_but_white_space_is_lost(text: str) -> None:
    for most in (1, 2, 3, 5):
        for overlap in (0, most // 2):
            parts = parts_of(text, most, overlap)
            assert not any(cuts_a_word(text, edge) for part in parts for edge in part)
            covered = {place for part in parts for place in range(part.start, part.end)}
            assert not "".join(letter for place, letter in enumerate(text) if place not in covered).strip()


def test_flags_and_joined_emoji_stay_whole() -> None:
    assert said("🇩🇪🇫🇷 👩‍🔬 🏴󠁧󠁢󠁥󠁮󠁧󠁿 好", 1) == ["🇩🇪🇫🇷", "👩‍🔬", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "好"]


def test_whatever_is_marked_parts_go_on_hold_it_and_have_no_more_words_than_wanted() -> None:
    dice = random.Random(5)
    for _ in range(300):
        words = ["".join(dice.choices("abc", k=3)) + dice.choice(["", "", ".", ","]) for _ in range(60)]
        text = dice.choice([" ", "  ", "\n"]).join(words)
        starts = sorted(dice.sample(range(len(text) - 30), 4))
        marked = tuple(Span(start, start + dice.randint(1, 30), "x") for start in starts)
        most = dice.randint(4, 20)
        parts = parts_of(text, most, most // 4, marked)
        assert all(former.start < part.start and former.end < part.end for former, part in pairwise(parts))
        assert all(any(part.start <= each.start and each.end <= part.end for part in parts) or
                   each.of(text) != each.of(text).strip() for each in marked)  # fmt: skip
        longest = max(len(text[part.start : part.end].split()) for part in parts_of(text, most, most // 4))
        assert longest <= most
