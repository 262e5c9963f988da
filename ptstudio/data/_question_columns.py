"""Which columns of a table hold a question, the text that is asked, and the answer."""

from collections.abc import Sequence

from ptstudio.data._columns import GROUP, SPLIT, Cells, Field, named

_QUESTIONS = ("question", "question text", "query", "frage")
_TEXTS = ("context", "passage", "paragraph", "text", "document", "article", "content", "body", "kontext")
_ANSWERS = ("answer", "answer text", "answers", "antwort")
_STARTS = ("answer start", "start", "answer offset", "offset", "start char")


def _field(name: str, names: Sequence[str], needed: str = "") -> Field:
    def guess(cells: Cells) -> str | None:
        return named(names, cells)

    return Field(name, guess, needed)


_TEXT = _field("text", _TEXTS, "the text that is asked")
QUESTION_FIELDS = (
    _field("question", _QUESTIONS, "the question"),
    _TEXT,
    _field("answer", _ANSWERS, "the answer"),
    _field("answer_start", _STARTS),
    SPLIT,
    GROUP,
)
ASKED_QUESTION = (_TEXT, _field("pair", _QUESTIONS, "the question"))
"""What a model that answers questions is asked about: as for all that read two texts, the other one is the `pair`."""
