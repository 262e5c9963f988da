"""Where answers stand among the tokens of a question and its text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.trained import TrainedModel
from ptstudio.tasks import all_tasks
from ptstudio.tasks._asked_text import allowed, none_at, read, token_places
from ptstudio.tasks._word_tags import packed, unpacked
from tests.helpers.tasks import trained_by

TEXT = "the cat sleeps in the garden"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    return trained_by(all_tasks()["question-answering"], ["answer"], tmp_path_factory.mktemp("model"))[1]


def row(text: str, question: str = "who?") -> dict[str, str]:
    return {"text": text, "pair": question}


def leaning_left(trained: TrainedModel) -> TrainedModel:
    wanted = trained.model.text.model_copy(update={"pads_left": True})
    return trained.model_copy(update={"model": trained.model.model_copy(update={"input": wanted})})


@pytest.mark.parametrize("word", TEXT.split())
def test_an_answer_is_found_again_by_its_tokens(trained: TrainedModel, word: str) -> None:
    asked = read(row(TEXT), trained)
    start = TEXT.index(word)
    first, last = token_places(asked, [(start, start + len(word)), (0, 3)])
    assert (asked.edges[first, 0], asked.edges[last, 1]) == (start, start + len(word))


def test_the_question_holds_no_answers(trained: TrainedModel) -> None:
    asked = read(row("cat", "the dog barks"), trained)
    assert allowed(asked).tolist() == [1, 0, 0, 0, 0, 1, 0]
    assert asked.edges[5].tolist() == [0, 3]


def test_what_is_cut_off_has_no_answer(trained: TrainedModel) -> None:
    text = "cat " * 100 + "dog"
    asked = read(row(text), trained)
    assert asked.tokens.planes.shape[1] == trained.model.text.most_tokens
    assert token_places(asked, [(400, 403)]) == (0, 0)
    assert token_places(asked, [(0, 3)]) != (0, 0)
    assert token_places(asked, []) == (0, 0)


def test_the_last_token_stands_for_none_where_texts_stand_at_the_right(trained: TrainedModel) -> None:
    asked = read(row(TEXT), leaning_left(trained))
    last = asked.tokens.planes.shape[1] - 1
    assert none_at(asked.tokens) == last
    assert token_places(asked, []) == (last, last)
    assert allowed(asked)[[0, last]].tolist() == [0, 1]


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_any_text_can_be_read_and_kept(trained: TrainedModel, text: str, question: str) -> None:
    asked = read(row(text, question), trained)
    again = unpacked(packed(asked, trained), trained)
    assert again.edges.tolist() == asked.edges.tolist()
    assert again.tokens.planes.tolist() == asked.tokens.planes.tolist()
    for start, end in asked.edges.tolist():
        assert 0 <= start <= end <= len(text)
        assert (start == end == 0) or text[start:end].strip()
