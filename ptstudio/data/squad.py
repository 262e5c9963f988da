"""JSON as SQuAD has it, 1.1 and 2.0: texts in articles, and below each text its questions and their answers."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._encoding import open_text
from ptstudio.data._format import DatasetFormat, Recognition
from ptstudio.data._json_records import Json
from ptstudio.data._mapped_rows import row_finding
from ptstudio.data._questions import Answer, Asked, Place, asked_sample
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._text import snippet, whole
from ptstudio.data._text_lines import encoding_of_lines

_BEGINNING = 2**16
_WHOLE = "Each question needs its “question”, its “answers” with “text” and “answer_start”, and “context” above it."


class Squad(DatasetFormat):
    """A sample for each question; a file is read whole, as the largest of them have some 40 MB."""

    key = "squad"
    title = "JSON of questions as SQuAD has it"
    help = (
        "A “.json” file as those of SQuAD: articles with paragraphs, each a context with its questions and answers; a "
        "question may say that it “is_impossible”. Several files of one folder are named by their splits."
    )
    suffixes = (".json",)

    def recognises(self, path: Path) -> Recognition:
        """Look at the beginning of the file, or of that for training in a folder."""
        try:
            found = _find_files(path)
            first = found.parts[0][0]
            encoding = encoding_of_lines(first)
            with open_text(first, encoding.name) as file:
                beginning = file.read(_BEGINNING)
        except (DatasetError, OSError) as error:
            return Recognition(confidence=0, reason=getattr(error, "message", str(error)))
        if '"paragraphs"' not in beginning or not ('"qas"' in beginning or '"context"' in beginning):
            return Recognition(confidence=0, reason=f"“{first.name}” holds no paragraphs with questions.")
        start = "The file" if len(found.parts) == 1 else "The files"
        return Recognition(
            confidence=0.99, reason=f"{start} {found.names} with questions about paragraphs, as SQuAD has them"
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Give the questions of all files. Raises DatasetError where the first one holds none."""
        del options  # everything has its place
        found = _find_files(path)
        (first, split), *others = found.parts
        return _read(found, _Part(first, _articles(first), split), others)


@dataclass(frozen=True)
class _Part:
    """One of the files, read."""

    path: Path
    articles: Sequence[Json]
    split: Split | None

    def samples(self) -> Iterator[Sample | Finding]:
        """Rows count the questions of the file."""
        for row, (context, question) in enumerate(self._questions(), start=1):
            asked = _asked(context, question)
            if asked is None:
                reason = f"{_called(question) or 'This question'} is not as those of SQuAD."
                yield row_finding(self.path, "bad-row", row, reason, _WHOLE)
            else:
                yield from asked_sample(asked, Place(self.path, row, self.split))

    def _questions(self) -> Iterator[tuple[Json, Json]]:
        for article in self.articles:
            for paragraph in _listed(article, "paragraphs"):
                for question in _listed(paragraph, "qas"):
                    yield paragraph.get("context"), question


def _find_files(path: Path) -> SplitFiles:
    return find_split_files(path, lambda file: file.suffix.lower() == ".json", "JSON file (.json)", "JSON files")


def _articles(path: Path) -> Sequence[Json]:
    """What a file holds. Raises DatasetError."""
    try:
        with open_text(path, encoding_of_lines(path).name) as file:
            content = json.load(file, strict=False)
    except OSError as error:
        raise DatasetError(f"“{path.name}” cannot be read: {error.strerror or error}.", "Check the file.") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"“{path.name}” is no JSON, or it is cut off.", "Download or export it again.") from error
    articles = _listed(content, "data")
    if not any(_listed(paragraph, "qas") for article in articles for paragraph in _listed(article, "paragraphs")):
        raise DatasetError(f"There are no questions in “{path.name}”.", f"Choose a file as those of SQuAD. {_WHOLE}")
    return articles


def _read(found: SplitFiles, first: _Part, others: Sequence[tuple[Path, Split | None]]) -> Iterator[Sample | Finding]:
    yield from found.findings()
    yield from first.samples()
    for path, split in others:
        try:
            part = _Part(path, _articles(path), split)
        except DatasetError as error:
            yield Finding(kind="unreadable", severity="error", path=str(path), reason=error.message, remedy=error.hint)
            continue
        yield from part.samples()


def _asked(context: Json, question: Json) -> Asked | None:
    """A question; None where something is missing that it needs."""
    if not isinstance(question, dict):
        return None
    said, answers = question.get("question"), _answers(question)
    if not isinstance(context, str) or not isinstance(said, str) or answers is None:
        return None
    return Asked(context, said, answers, _called(question))


def _called(question: Json) -> str:
    """What tells a question in a file without rows: its name, else how it begins."""
    if not isinstance(question, dict):
        return ""
    name, said = question.get("id"), question.get("question")
    if isinstance(name, str | int) and str(name).strip():
        return f"Question {name}"
    return f"The question “{snippet(whole(said))}”" if isinstance(said, str) and said.strip() else ""


def _answers(question: dict[str, Json]) -> tuple[Answer, ...] | None:
    """None are needed where there can be none."""
    if question.get("is_impossible") is True:
        return ()
    given = question.get("answers")
    answers = [_answer(each) for each in given] if isinstance(given, list) else [None]
    known = tuple(answer for answer in answers if answer is not None)
    return known if len(known) == len(answers) else None


def _answer(given: Json) -> Answer | None:
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return None
    start = given.get("answer_start")
    return Answer(given["text"], start if isinstance(start, int) and not isinstance(start, bool) else None)


def _listed(content: Json, key: str) -> list[Json]:
    """What is listed under a key, if there is such a list."""
    found = content.get(key) if isinstance(content, dict) else None
    return found if isinstance(found, list) else []
