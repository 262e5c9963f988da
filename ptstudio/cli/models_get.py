"""`ptstudio models get`: fetch the weights of models from where they are published."""

from typing import Annotated, Any

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import complain, say, say_json
from ptstudio.core.errors import InputError, JobFailure, SettingsError
from ptstudio.core.jobs import DownloadJob
from ptstudio.core.licence import licence_of
from ptstudio.library.downloading.token import VARIABLE, keep_token


def get(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY...",
            help="Keys that “ptstudio models” lists, or repositories of the Hugging Face Hub: OWNER/NAME[@REVISION].",
        ),
    ] = None,
    ask_token: Annotated[
        bool,
        typer.Option(
            "--ask-token",
            help="Ask for a token of the Hugging Face Hub first, and keep it in the system's keyring; it is sent "
            "only for models that are not given to everybody. An empty answer forgets it.",
        ),
    ] = False,
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Accept the licences of these models, once and for all. It is needed for those that ask for more than "
            "to name the authors; “ptstudio models show” and “search” say which.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Get models, several at a time; what broke off or was stopped goes on where it was."""
    if not keys and not ask_token:
        raise SettingsError("No model was named.", "For example: ptstudio models get mobilenet_v2")
    if ask_token:
        keep_token(_token())
    if not keys:
        return
    with temporary_run(DownloadJob(models=tuple(keys), accepts_licences=accept_licence)) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
    else:
        for got in result["models"]:
            model = got["model"]
            done = "Got" if got["is_new"] else "It was there already:"
            say(f"{done} {model['title']} as “{model['key']}”: {got['folder']}")
            say(f"  Licence: {licence_of(model['licence']).words.say()}.")
    _complain_of(result["failures"])


def _complain_of(failures: list[dict[str, Any]]) -> None:
    """Say of each model why it could not be got, and end with the status that says so."""
    kinds = [InputError if failure["is_input_error"] else JobFailure for failure in failures]
    for failure, kind in zip(failures, kinds, strict=True):
        complain(kind(f"{failure['asked']}: {failure['message']}", failure["hint"]))
    if failures:
        raise typer.Exit(min(kind.exit_code for kind in kinds))


def _token() -> str:
    """What somebody types in answer. Raises SettingsError where nobody is there, or leaves."""
    try:
        answer: str = typer.prompt("Token", default="", hide_input=True, show_default=False, err=True)
    except typer.Abort as error:
        raise SettingsError(
            "No token was typed, so none was kept and none was forgotten.",
            f"Do it in a terminal, or give the token in the environment variable {VARIABLE} instead.",
        ) from error
    return answer
