"""`ptstudio predict RUN --table FILE`: what a trained model says of every row of a table, in a new file."""

from collections.abc import Sequence
from pathlib import Path

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import MOST_CLASSES, duration, say, say_json
from ptstudio.core.answered import Answered
from ptstudio.core.jobs import AnswerTableJob
from ptstudio.data._answers_file import free_place
from ptstudio.data._columns import Field


def predict_table(
    run: Path, fields: Sequence[Field], table: Path, columns: Sequence[str], out: Path | None, *, as_json: bool
) -> None:
    """Have a worker ask the trained `run` about every row; print what came of it."""
    source = options.existing(table)
    place = (out or free_place(source)).resolve()
    job = AnswerTableJob(run=str(run), table=str(source), out=str(place), columns=_columns(fields, columns))
    with temporary_run(job) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
        return
    for line in _lines(Answered.model_validate(result)):
        say(line)


def _columns(fields: Sequence[Field], named: Sequence[str]) -> dict[str, str]:
    """Which column holds what: a name alone is that of the first field, `pair=NAME` of another."""
    names = [field.name for field in fields]
    found = {}
    for value in named:
        field, _, column = value.partition("=")
        found.update({field: column} if field in names and column else dict.fromkeys(names[:1], value))
    return found


def _lines(answered: Answered) -> list[str]:
    asked = " and ".join(f"“{column}”" for column in answered.columns.values())
    lines = [f"{answered.answered:,} of {answered.rows:,} rows answered, by {asked}, in {duration(answered.seconds)}"]
    shown = list(answered.classes.items())[:MOST_CLASSES]
    width = max((len(label) for label, _ in shown), default=0)
    lines += [f"  {label:{width}} {count:9,d}" for label, count in shown]
    if len(answered.classes) > len(shown):
        lines.append(f"  … and {len(answered.classes) - len(shown):,} more classes")
    if answered.without_content:
        lines.append(f"Rows with nothing to answer, which keep an empty answer: {answered.without_content:,}")
    if answered.in_windows:
        lines.append(f"Rows longer than the model reads at once, read in parts that overlap: {answered.in_windows:,}")
    if answered.with_several:
        lines.append(
            f"Rows with several answers, whose probability is the least certain one's: {answered.with_several:,}"
        )
    return [*lines, f"Answers: {answered.file}"]
