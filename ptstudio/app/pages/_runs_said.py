"""What is said of the selected runs, in a heading and a few lines."""

from collections.abc import Sequence

from ptstudio.app import job_words, run_facts
from ptstudio.app.pages._runs_list import RunsList
from ptstudio.app.translation import tr
from ptstudio.core.run import Run

_SHOWN = ("test", "validation", "epochs", "took", "energy", "started")


def say_of(runs: Sequence[Run], listed: RunsList) -> tuple[str, str, str, str, str]:
    """Heading, facts, message, hint, and what is guaranteed of doing it again."""
    if not runs:
        heading = tr("Select a run to see more of it.") if listed.table.shown_count else tr("No run is like that")
        hint = "" if listed.table.shown_count else tr("Change the words or the choices above to see others.")
        return heading, hint, "", "", ""
    if len(runs) > 1:
        names = ", ".join(listed.name_of(run) for run in runs[:6])
        more = ", …" if len(runs) > 6 else ""
        return tr("{count} runs are selected", count=len(runs)), names + more, "", "", ""
    run, status = runs[0], listed.status_of(runs[0])
    parts = (job_words.kind_of(run.job), run_facts.data_of(run), run_facts.status_words(status, run))
    heading = " · ".join(part for part in (listed.name_of(run), *parts) if part)
    message, hint = run_facts.said_of(run, status)
    return heading, _facts(run, listed), tr(message), tr(hint), _repeatable(run)


def _facts(run: Run, listed: RunsList) -> str:
    texts = listed.table.texts(str(run.folder))
    titles = {column.key: column.title for column in listed.columns}
    model = " · ".join(texts[key] for key in ("model", "preset", "changed") if texts[key] != run_facts.NOTHING)
    figures = [f"{titles[key]} {texts[key]}" for key in _SHOWN if texts[key] != run_facts.NOTHING]
    figures += [tr("at most {memory} of memory", memory=peak)] if (peak := run_facts.peak_memory_of(run)) else []
    processes = run_facts.processes_of(run)
    figures += [tr("{count} processes together", count=processes)] if processes > 1 else []
    return "\n".join(part for part in (model, " · ".join(figures)) if part)


def _repeatable(run: Run) -> str:
    choice = run.choices.get("repeatability")
    return tr("Done again: {reason}", reason=tr(choice.reason)) if choice is not None else ""
