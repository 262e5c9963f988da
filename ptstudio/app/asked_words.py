"""Words about asking a model about every row of a table; knows no widget."""

from collections.abc import Mapping

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core.answered import Answered
from ptstudio.core.events import StepEnded
from ptstudio.data._format import TablePreview
from ptstudio.data._text_columns import is_named_for_texts


def where_from(preview: TablePreview, by_hand: Mapping[str, str]) -> str:
    """Which column the texts are taken from, and why."""
    column = preview.mapping.get(preview.fields[0])
    if column is None:
        return tr("No column looks like one of texts. Say which one holds them.")
    if by_hand:
        return tr("The texts are taken from “{column}”, as you say.", column=column)
    if is_named_for_texts(column):
        return tr("The texts are taken from “{column}”: columns of texts are usually called so.", column=column)
    return tr("The texts are taken from “{column}”: it holds the longest ones.", column=column)


def progress(step: StepEnded) -> str:
    """How far it is, how fast, and how long it will still take."""
    parts = [tr("{done} of {total} rows", done=formats.count(step.done), total=formats.count(step.total or step.done))]
    if step.samples_per_s:
        parts.append(tr("{count} a second", count=formats.count(round(step.samples_per_s))))
    if step.remaining_s is not None and step.done != step.total:
        parts.append(formats.remaining(step.remaining_s))
    return " · ".join(parts)


def outcome(answered: Answered) -> str:
    """How many rows have an answer."""
    if answered.answered == answered.rows:
        one = tr("The one row is answered")
        return one if answered.rows == 1 else tr("All {count} rows are answered", count=formats.count(answered.rows))
    values = {"some": formats.count(answered.answered), "all": formats.count(answered.rows)}
    return tr("{some} of {all} rows are answered", **values)


def notes(answered: Answered) -> str:
    """What else there is to say of the rows, if anything."""
    return " ".join(filter(None, (unanswered(answered), read_in_windows(answered), with_several(answered))))


def unanswered(answered: Answered) -> str:
    """Which rows have none, and why; empty where there are none."""
    empty, bad = answered.without_content, answered.unreadable
    said = []
    if empty:
        said.append(
            tr("1 row holds no text and keeps an empty answer.")
            if empty == 1
            else tr("{count} rows hold no text and keep an empty answer.", count=formats.count(empty))
        )
    if bad:
        said.append(
            tr("1 row cannot be read and is empty in the new file.")
            if bad == 1
            else tr("{count} rows cannot be read and are empty in the new file.", count=formats.count(bad))
        )
    return " ".join(said)


def read_in_windows(answered: Answered) -> str:
    """How many texts were longer than the model reads at once; empty where there are none."""
    if not answered.in_windows:
        return ""
    if answered.in_windows == 1:
        return tr("1 text is longer than the model reads at once; it was read in parts that overlap.")
    return tr(
        "{count} texts are longer than the model reads at once; they were read in parts that overlap.",
        count=formats.count(answered.in_windows),
    )


def with_several(answered: Answered) -> str:
    """What the probability is one of where a text has several answers; empty where none has."""
    if not answered.with_several:
        return ""
    if answered.with_several == 1:
        return tr("1 text has several answers; its probability is that of the least certain one.")
    return tr(
        "{count} texts have several answers; their probability is that of the least certain one.",
        count=formats.count(answered.with_several),
    )
