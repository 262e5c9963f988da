"""Findings as a person reads, filters and exports them; knows no widget."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.core import atomic
from ptstudio.core.dataset import Counted, Finding
from ptstudio.core.errors import explain_os_error

COLUMNS = ("kind", "severity", "path", "row_is", "row", "reason", "remedy")


def kind_words(kind: str) -> str:
    """What sort of thing a finding is."""
    return (_kinds() | _kinds_of_marks() | _kinds_of_answers()).get(kind) or kind.replace("-", " ").capitalize()


def severity_words(finding: Finding) -> str:
    """What a finding means for its sample."""
    return tr("Left out") if finding.severity == "error" else tr("Take note")


def place_words(finding: Finding) -> str:
    """Where it is: the file's name, and the row in a table, or what its format has instead."""
    name = Path(finding.path).name or finding.path
    if not finding.row:
        return name
    places: dict[Counted, str] = {
        "row": tr("{name}, row {row}", name=name, row=finding.row),
        "line": tr("{name}, line {row}", name=name, row=finding.row),
        "picture": tr("{name}, picture {row}", name=name, row=finding.row),
        "annotation": tr("{name}, annotation {row}", name=name, row=finding.row),
        "object": tr("{name}, object {row}", name=name, row=finding.row),
        "shape": tr("{name}, shape {row}", name=name, row=finding.row),
    }
    return places[finding.row_is]


def matches(finding: Finding, text: str, severity: str = "", kind: str = "") -> bool:
    """Whether a finding is of that severity and kind, where given, and holds every word of `text`."""
    if (severity and finding.severity != severity) or (kind and finding.kind != kind):
        return False
    words = text.casefold().split()
    if not words:
        return True
    everything = f"{kind_words(finding.kind)} {finding.path} {finding.reason} {finding.remedy}".casefold()
    return all(word in everything for word in words)


def summary(findings: Sequence[Finding]) -> str:
    """How many there are, and how many samples they keep out."""
    errors = sum(finding.severity == "error" for finding in findings)
    if not findings:
        return tr("Nothing to mend: every file could be read and nothing looks odd.")
    return tr(
        "{errors} kept a sample out, {notes} to take note of.",
        errors=formats.count(errors),
        notes=formats.count(len(findings) - errors),
    )


def read_findings(folder: Path) -> list[Finding]:
    """The findings of the revision in `folder`; takes a moment where there are many."""
    path = folder / "findings.jsonl"
    if not path.exists():
        return []
    with path.open("rb") as lines:
        return [Finding.from_text(line) for line in lines if line.strip()]


def export_findings(path: Path, findings: Sequence[Finding]) -> None:
    """Write findings as CSV, for spreadsheets. Raises PTStudioError where that cannot be done."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([getattr(finding, column) for column in COLUMNS] for finding in findings)
    try:
        atomic.write_text(path, "\ufeff" + text.getvalue())
    except OSError as error:
        raise explain_os_error(error, "writing the findings") from error


def _kinds() -> dict[str, str]:
    return {
        "truncated": tr("Cut off"),
        "unreadable": tr("Unreadable"),
        "duplicate": tr("Double"),
        "near-copy": tr("Nearly the same as in test"),
        "contradiction": tr("The same, labelled otherwise"),
        "near-contradiction": tr("Nearly the same, labelled otherwise"),
        "not-an-image": tr("No picture"),
        "missing-file": tr("Missing file"),
        "missing-label": tr("No class"),
        "no-label": tr("Without labels"),
        "unclear-mark": tr("Neither yes nor no"),
        "bad-row": tr("Odd row"),
        "empty-text": tr("No text"),
        "divided": tr("Divided into parts"),
        "not-a-text": tr("No text file"),
        "several-labels": tr("Several classes"),
        "merged-cell": tr("Merged cells"),
        "empty-formula": tr("Formula without a value"),
        "unusable-table": tr("Unusable table"),
        "left-out-file": tr("File left out"),
        "broken-link": tr("Broken link"),
        "no-permission": tr("Not allowed to read"),
        "too-large": tr("Too large"),
        "corrected": tr("Corrected by you"),
        "empty-folder": tr("Empty folder"),
        "hidden-folder": tr("Hidden folder"),
        "unreadable-folder": tr("Closed folder"),
        "misspelt-name": tr("Odd file name"),
        "unknown-split": tr("Unknown split"),
        "pattern": tr("Alike but for numbers"),
        "straddling-group": tr("Group in several splits"),
        "tiny-class": tr("Tiny class"),
        "few-test-samples": tr("Small test split"),
        "imbalance": tr("Uneven classes"),
        "case-twins": tr("Similar class names"),
    }


def _kinds_of_marks() -> dict[str, str]:
    """Those of words with tags, and of texts in which places are marked."""
    return {
        "missing-column": tr("Missing column"),
        "missing-word": tr("Missing word"),
        "bad-tag": tr("No tag"),
        "odd-tag": tr("Odd tag"),
        "zero-bytes": tr("Zero bytes"),
        "lost-letters": tr("Lost letters"),
        "not-annotated": tr("Nothing marked by anybody"),
        "several-annotations": tr("Marked several times"),
        "bad-span": tr("Unreadable mark"),
        "empty-span": tr("Empty mark"),
        "trimmed-span": tr("White space marked"),
        "overlapping-spans": tr("Overlapping marks"),
        "span-in-word": tr("Mark inside of a word"),
        "span-outside": tr("Mark outside of the text"),
        "span-mismatch": tr("Mark at another place"),
        "counted-otherwise": tr("Characters counted otherwise"),
    }


def _kinds_of_answers() -> dict[str, str]:
    """Those of questions about texts."""
    return {
        "empty-question": tr("No question"),
        "empty-answer": tr("Empty answer"),
        "bad-start": tr("Unreadable place"),
        "moved-answer": tr("Answer at another place"),
        "answer-unclear": tr("Answer at several places"),
        "answer-mismatch": tr("Answer not in the text"),
    }
