"""Sentences that are said in any language."""

from ptstudio.core.sentence import Sentence, isolated, say_all, without_isolates

GERMAN = {"{metric} is {value}.": "{metric} beträgt {value}.", "Accuracy": "Genauigkeit"}


def test_a_sentence_is_filled_in_after_it_is_translated_and_so_are_those_within_it() -> None:
    sentence = Sentence("{metric} is {value}.", {"metric": Sentence("Accuracy"), "value": "80 %"})
    assert sentence.say() == "Accuracy is 80 %."
    assert sentence.say(GERMAN.__getitem__) == "Genauigkeit beträgt 80 %."


def test_what_is_filled_in_is_never_taken_for_a_template() -> None:
    assert Sentence("It is {name}.", {"name": "{odd}"}).say() == "It is {odd}."
    assert Sentence("It says “{odd}”.").say() == "It says “{odd}”."


def test_marks_around_names_can_be_taken_away() -> None:
    name = isolated("דם")
    assert len(name) == 4, "a window needs them"
    assert without_isolates(f"In “{name}”.") == "In “דם”."


def test_sentences_follow_each_other() -> None:
    assert say_all([Sentence("One."), Sentence("Two.")], str.upper) == "ONE. TWO."
