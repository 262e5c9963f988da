"""How networks want their samples, in words."""

from ptstudio.app import input_words
from ptstudio.core.pretrained import ImageInput, TextInput

PICTURES, TEXTS = ImageInput(px=224), TextInput(most_tokens=512, tokenizer="")


def test_a_network_says_what_it_takes_and_how_much_of_it() -> None:
    assert (input_words.title(PICTURES), input_words.size(PICTURES)) == ("Pictures", "224 × 224 pixels")
    assert (input_words.title(TEXTS), input_words.size(TEXTS)) == ("Texts", "up to 512 tokens (about 380 words)")


def test_amounts_are_told_for_one_sample_and_for_several() -> None:
    assert input_words.for_each(PICTURES, "much") == "much for each picture"
    assert input_words.for_each(TEXTS, "much") == "much for each text"
    assert input_words.at_a_time(PICTURES, 32) == "32 pictures at a time"
    assert input_words.at_a_time(TEXTS, 32) == "32 texts at a time"


def test_languages_have_names_and_unusual_ones_their_codes() -> None:
    assert input_words.languages(("de", "en")) == "German, English"
    assert input_words.languages(("mul",)) == "many languages"
    assert input_words.languages(("nds",)) == "nds"
    assert input_words.languages(()) == ""
