"""The program: all commands together, and one place where errors become message, hint and exit status."""

import os
import sys
from collections.abc import Sequence

import typer

from ptstudio import __version__
from ptstudio.cli import (
    cross_validate,
    demo,
    doctor,
    evaluate,
    export,
    inspect,
    models,
    network,
    predict,
    pretrain,
    queue,
    rate_test,
    resume,
    runs_list,
    train,
    tune,
)
from ptstudio.cli.output import complain
from ptstudio.core.errors import InputError, JobFailure, PTStudioError, explain_os_error
from ptstudio.core.offline import for_this_call

program = typer.Typer(
    name="ptstudio",
    help="Fine-tune pretrained models on your own data, on your own machine.",
    epilog="Exit status: 0 done, 1 the work failed or was stopped, 2 what was given cannot be used.",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
program.command("demo")(demo.demo)
program.command("inspect")(inspect.inspect)
program.command("train")(train.train)
program.command("queue")(queue.queue)
program.command("rate-test")(rate_test.rate_test)
program.command("tune")(tune.tune)
program.command("cross-validate")(cross_validate.cross_validate)
program.command("pretrain")(pretrain.pretrain)
program.command("resume")(resume.resume)
program.command("runs")(runs_list.runs)
program.command("evaluate")(evaluate.evaluate)
program.command("predict")(predict.predict)
program.command("export")(export.export)
program.add_typer(models.program, name="models")
program.command("doctor")(doctor.doctor)

CTRL_C = 130
"""The status that typer gives a command that was interrupted while no worker was at work."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line, without the program's name; gives its exit status: 0, 1 (failure) or 2 (usage, input)."""
    _open_streams()
    status = _run(arguments) if _are_unicode(arguments) else InputError.exit_code
    try:
        sys.stdout.flush()
    except OSError:
        _leave_stdout()
        status = status or JobFailure.exit_code
    return status


def _run(arguments: Sequence[str]) -> int:
    try:
        status = program(args=network.in_front(arguments) or ["--help"], prog_name="ptstudio", standalone_mode=False)
    except PTStudioError as error:
        complain(error)
        return error.exit_code
    except typer.TyperException as error:
        complain(InputError(error.format_message(), f"“{_help_for(arguments)}” says what it takes."))
        return InputError.exit_code
    except OSError as error:
        known = explain_os_error(error, "working")
        complain(known)
        return known.exit_code
    except (SystemExit, typer.Abort):  # how typer takes a reader of standard output that has gone away
        return JobFailure.exit_code
    if status == CTRL_C:
        complain(JobFailure("Stopped.", "Nothing was under way; start again when you like."))
        return JobFailure.exit_code
    return status if isinstance(status, int) else 0


def _are_unicode(arguments: Sequence[str]) -> bool:
    """Whether every name can be written down in a job; complains of the first that cannot."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = argument.encode(errors="replace").decode()
            complain(InputError(f"The name “{shown}” holds letters that are no Unicode.", "Rename it, then try again."))
            return False
    return True


def _help_for(arguments: Sequence[str]) -> str:
    """How to ask for the help of the command that was meant."""
    command: object = typer.main.get_command(program)
    named = ["ptstudio"]
    for word in (argument for argument in arguments if not argument.startswith("-")):
        command = getattr(command, "commands", {}).get(word)
        if command is None:
            break
        named.append(word)
    return " ".join([*named, "--help"])


def _open_streams() -> None:
    """A program may be started with its output closed; then it prints to nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _leave_stdout() -> None:
    """Nobody can read any more: what is still to be printed goes nowhere, without another error at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def version(wanted: bool) -> None:
    """Say the version."""
    if wanted:
        typer.echo(f"ptstudio {__version__}")
        raise typer.Exit


@program.callback()
def _options(
    context: typer.Context,
    is_offline: network.Offline = None,
    _: bool = typer.Option(False, "--version", callback=version, is_eager=True, help="Say the version and end."),
) -> None:
    """Fine-tune pretrained models on your own data, on your own machine."""
    context.with_resource(for_this_call(is_offline))
