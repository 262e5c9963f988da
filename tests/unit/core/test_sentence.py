"""Sentences that are said in any language."""

from ptstudio.core.sentence import Sentence, say_all

GERMAN = {"{metric} is {value}.": "{metric} beträgt {value}.", "Accuracy": "Genauigkeit"}


def test_a_sentence_is_filled_in_after_it_is_translated_and_so_are_those_within_it() -> None:
    sentence = Sentence("{metric} is {value}.", {"metric": Sentence("Accuracy"), "value": "80 %"})
    assert sentence.say() == "Accuracy is 80 %."
    assert sentence.say(GERMAN.__getitem__) == "Genauigkeit beträgt 80 %."


def test_what_is_filled_in_is_never_taken_for_a_template() -> None:
    assert Sentence("It is {name}.", {"name": "{odd}"}).say() == "It is {odd}."
    assert Sentence("It says “{odd}”.").say() == "It says “{odd}”."


def test_sentences_follow_each_other() -> None:
    assert say_all([Sentence("One."), Sentence("Two.")], str.upper) == "ONE. TWO."
