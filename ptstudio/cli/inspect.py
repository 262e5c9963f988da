"""`ptstudio inspect`: what is in there; writes nothing."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import count_lines, finding_line, say, say_json
from ptstudio.cli.task_choice import chosen_task
from ptstudio.core.jobs import ImportJob
from ptstudio.tasks import all_tasks

SHOWN_FINDINGS = 20


def inspect(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder, table or ZIP.")],
    task: options.Task = None,
    format_: options.Format = None,
    columns: options.Columns = None,
    rename: options.Rename = None,
    leave_out: options.LeaveOut = None,
    shares: options.Shares = "70/15/15",
    group_by: options.GroupBy = "none",
    seed: options.Seed = 0,
    most_words: options.MostWords = None,
    separator: options.Separator = None,
    quotes: options.Quotes = None,
    as_json: options.AsJson = False,
) -> None:
    """Say what is in a folder, table or ZIP: format, counts, findings. Writes nothing."""
    written = options.table_written(separator, quotes)
    chosen = options.import_options(format_, columns, rename, leave_out, shares, group_by, seed, most_words, written)
    source = options.existing(path)
    job = ImportJob(task=chosen_task(task, source), source=str(source), options=chosen, is_dry=True)
    with temporary_run(job) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
    else:
        say(f"Task: {all_tasks()[job.task].title.lower()} ({job.task})")
        _print(result)


def _print(result: dict[str, Any]) -> None:
    say(f"Format: {result['format']} ({100 * result['confidence']:.0f} % sure): {result['reason']}")
    say("Counts, as they would be split:")
    for line in count_lines(result["counts"], result["samples"]):
        say(line)
    if marked := result["marked"]:
        say(f"Marked in them: {', '.join(f'{count:,} {label}' for label, count in marked.items())}.")
    findings = result["findings"]
    say(f"Findings: {len(findings)}")
    for finding in findings[:SHOWN_FINDINGS]:
        say(finding_line(finding))
    if len(findings) > SHOWN_FINDINGS:
        say(f"  … and {len(findings) - SHOWN_FINDINGS} more; --json prints them all.")
