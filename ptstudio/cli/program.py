"""The program: all commands together, and one place where errors become message, hint and exit status."""

import sys
from collections.abc import Sequence

import typer
from click.exceptions import Abort, ClickException, Exit

from ptstudio import __version__
from ptstudio.cli import demo, doctor, evaluate, export, inspect, models, predict, resume, train
from ptstudio.core.errors import PTStudioError, explain_os_error

program = typer.Typer(
    name="ptstudio",
    help="Fine-tune pretrained models on your own data, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
program.command("demo")(demo.demo)
program.command("inspect")(inspect.inspect)
program.command("train")(train.train)
program.command("resume")(resume.resume)
program.command("evaluate")(evaluate.evaluate)
program.command("predict")(predict.predict)
program.command("export")(export.export)
program.add_typer(models.program, name="models")
program.command("doctor")(doctor.doctor)


def run(arguments: Sequence[str]) -> int:
    """Run a command line, without the program's name; gives its exit status: 0, 1 (failure) or 2 (usage, input)."""
    try:
        status = program(args=list(arguments), prog_name="ptstudio", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except PTStudioError as error:
        sys.stderr.write(f"Error: {error.message}\nHint: {error.hint}\n")
        return error.exit_code
    except OSError as error:
        known = explain_os_error(error, "working")
        sys.stderr.write(f"Error: {known.message}\nHint: {known.hint}\n")
        return known.exit_code
    except ClickException as error:
        error.show()
        return 2
    except Exit as error:
        return error.exit_code
    except (Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped.\n")
        return 1


def version(wanted: bool) -> None:
    """Say the version."""
    if wanted:
        typer.echo(f"ptstudio {__version__}")
        raise Exit


@program.callback()
def _options(
    _: bool = typer.Option(False, "--version", callback=version, is_eager=True, help="Say the version and end."),
) -> None:
    """Fine-tune pretrained models on your own data, on your own machine."""
