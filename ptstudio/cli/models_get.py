"""`ptstudio models get`: fetch the weights of models from where they are published."""

from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import complain, say, say_json
from ptstudio.core.errors import JobFailure, SettingsError
from ptstudio.core.jobs import DownloadJob
from ptstudio.core.licence import licence_of
from ptstudio.library.downloading.token import keep_token


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
        keep_token(typer.prompt("Token", default="", hide_input=True, show_default=False, err=True))
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
    for failure in result["failures"]:
        complain(JobFailure(f"{failure['asked']}: {failure['message']}", failure["hint"]))
    if result["failures"]:
        raise typer.Exit(JobFailure.exit_code)
