"""`ptstudio export`: a trained model for other programs, with the proof that it predicts the same."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.cli.runs import trained_run
from ptstudio.core.amount import percent
from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import ExportJob
from ptstudio.core.trust import counted
from ptstudio.exporters import all_exporters


def export(
    run: options.Run,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the files.")],
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="What to write.")] = "onnx",
    as_json: options.AsJson = False,
) -> None:
    """Export a trained model, with a certificate that it predicts what PTStudio predicts."""
    if format_ not in all_exporters():
        raise SettingsError(f"There is no export format “{format_}”.", f"The formats: {', '.join(all_exporters())}.")
    result = export_run(trained_run(run), out, format_)
    if as_json:
        say_json(result)
    else:
        print_export(result)
    if not result["passed"]:
        raise typer.Exit(1)


def export_run(run: Path, out: Path, format_: str = "onnx") -> dict[str, Any]:
    """Have a worker export a run; gives an `ExportResult` as data."""
    with temporary_run(ExportJob(run=str(run), out=str(out.resolve()), format=format_)) as folder:
        return follow_to_end(folder).result


def print_export(result: dict[str, Any]) -> None:
    """Print files and certificates."""
    for certificate in result["certificates"]:
        agreement = certificate["agreement"]
        verdict = "passed" if certificate["passed"] else "NOT PASSED"
        samples = f"{counted(agreement['samples']).say()} of the {certificate['split']} split"
        say(
            f"{certificate['file']}: parity {verdict} on {samples}, largest difference "
            f"{agreement['largest_difference']:.2g}, same answers {percent(agreement['label_agreement'])}"
        )
        for reason in certificate["reasons"]:
            say(f"  {reason}")
    for note in result["notes"]:
        say(f"Note: {note}")
    folder = Path(result["folder"])
    say(f"Certificate: {folder / 'certificate.json'}")
    say(f"Model: {folder / result['certificates'][0]['file']}")
