"""What lengths mean, in sentences."""

from ptstudio.app import lengths_words
from ptstudio.app.passage import Passage
from ptstudio.app.text_lengths import TextLengths
from ptstudio.core.lengths import CutText, Lengths

WHOLE = Lengths(tokens=(5, 20, 118), samples=3, limit=256, most=512)
FEW = Lengths(tokens=(10,) * 199 + (300,), samples=200, limit=256, most=256)
MANY = Lengths(tokens=(100, 200, 300, 400), samples=12_000, limit=128, most=512)


def test_where_nothing_is_cut_that_is_good() -> None:
    words, role = lengths_words.headline(WHOLE)
    assert words == "Every text is read whole: the longest has 118 of 256 tokens."
    assert role == "good"
    assert lengths_words.what_to_do(WHOLE) == ""


def test_texts_that_many_models_cannot_read_can_be_divided() -> None:
    for characters, is_offered in ((400, False), (4000, True)):
        lengths = TextLengths()
        lengths.add(Passage("a" * characters))
        said = lengths_words.before_a_model(lengths)
        assert said.startswith(f"Half of the texts have at most {characters:,} characters")
        assert said.endswith("divide longer texts into parts.") is is_offered


def test_many_that_are_cut_are_a_warning_with_a_way_out() -> None:
    words, role = lengths_words.headline(MANY)
    assert words.startswith("75 % of the texts are longer than the 128 tokens that are read.")
    assert words.endswith("cut off: 52 % of all tokens.")
    assert role == "warning"
    advice = lengths_words.what_to_do(MANY)
    assert "up to the 512 tokens that this model can read" in advice
    assert "divide long texts into parts: the import offers it" in advice


def test_where_the_model_reads_no_more_another_one_may() -> None:
    words, role = lengths_words.headline(FEW)
    assert words.startswith("less than 1 % of the texts")
    assert role == "body"
    assert lengths_words.what_to_do(FEW) == "This model cannot read more; another one may."


def test_how_many_were_looked_at_is_said() -> None:
    assert lengths_words.how_long(WHOLE) == (
        "Half of them have at most 20 tokens, the longest has 118. Counted as the model reads, in all 3 training texts."
    )
    assert lengths_words.how_long(MANY).endswith("in 4 of 12,000 training texts drawn at random.")


def test_an_example_says_what_it_is_and_how_much_is_missing() -> None:
    text = CutText(truth="praise", tokens=1400, parts=())
    assert lengths_words.about(text, 256) == "praise: 1,144 of 1,400 tokens are cut off"
