"""What came of a pretraining, in sentences that promise nothing that was not measured."""

from tests.helpers.pretrainings import familiarity


def test_what_was_read_is_counted() -> None:
    assert familiarity().read.say() == "“all-MiniLM-L6-v2” has read 1,210 texts of your training samples."
    said = familiarity(more=5000, left_out=12).read.say()
    assert "and 5,000 more texts." in said
    assert "12 of those without labels were left out" in said


def test_familiarity_is_claimed_only_where_words_surprise_it_less() -> None:
    assert familiarity().words.say().startswith("It has become more familiar with such texts")
    assert "it guessed 31.0 % before, and guesses 42.0 % now" in familiarity().words.say().replace("\xa0", " ")
    assert "wavers between about 31 words instead of 62 (its perplexity" in familiarity().words.say()
    assert "between about 12,345 words" in familiarity(after=12345.0).words.say()
    assert familiarity(after=63.0).words.say().startswith("It has not become more familiar")


def test_use_is_claimed_only_where_the_task_went_better() -> None:
    assert familiarity().use.say().startswith("That helps: with a new last layer alone, Accuracy on the 300")
    assert familiarity(effect=0.8).use.say().startswith("That does not help by itself")
    assert "“" not in familiarity().use.say()
