"""`ptstudio models`: what the library holds, and adding to it."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.core.errors import ModelError
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.library import Library
from ptstudio.models import all_families

program = typer.Typer(help="What the library of pretrained models holds.", add_completion=False)


@program.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """List the models that are on this machine, and those whose weights could be added."""
    if context.invoked_subcommand is not None:
        return
    ready = [entry.model for entry in Library.standard().models()]
    keys = {model.key for model in ready}
    others = [model for family in all_families().values() for model in family.catalogue if model.key not in keys]
    if as_json:
        say_json([_facts(model, True) for model in ready] + [_facts(model, False) for model in others])
        return
    for title, models in (
        ("On this machine:", ready),
        ("Known; their weights can be added by: ptstudio models add FILE", others),
    ):
        say(title)
        say(f"  {'key':24}{'parameters':>12}{'size':>10}   {'licence':14}accuracy")
        for model in models:
            say(_line(model))


@program.command("add")
def add(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A .pth or .safetensors file, or a Hugging Face folder.")
    ],
    key: Annotated[str | None, typer.Option("--key", metavar="NAME", help="The name to keep it under.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add weights to the library; what they are is recognised by their contents."""
    if not path.exists():
        raise ModelError(f"There is nothing at “{path}”.", "Check the spelling of the path.")
    with temporary_run(AddModelJob(source=str(path.resolve()), key=key)) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
    else:
        done = "Added" if result["is_new"] else "It was there already:"
        say(f"{done} {result['model']['title']} as “{result['model']['key']}”: {result['folder']}")


def _facts(model: PretrainedModel, is_ready: bool) -> dict[str, object]:
    return model.model_dump(mode="json", exclude={"config", "labels"}) | {"ready": is_ready}


def _line(model: PretrainedModel) -> str:
    accuracy = f"{model.accuracy:.1f} % {model.accuracy_on}" if model.accuracy else "not known"
    millions, size = f"{model.parameters / 1e6:.1f} M", f"{model.size_mb:,.0f} MB"
    return f"  {model.key:24}{millions:>12}{size:>10}   {model.licence:14}{accuracy}"
