"""`ptstudio models`: what the library holds, and adding to it."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson, known_task
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.models_get import get
from ptstudio.cli.models_house import move, usage, verify
from ptstudio.cli.models_pack import pack, unpack
from ptstudio.cli.models_rank import rank
from ptstudio.cli.models_search import find
from ptstudio.cli.models_show import show
from ptstudio.cli.output import say, say_json
from ptstudio.core.errors import ModelError
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.licence import licence_of
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.library import Library
from ptstudio.models import all_families

WIDTH_OF_KEYS = 24

program = typer.Typer(help="What the library of pretrained models holds.", add_completion=False)
program.command("get")(get)
program.command("search")(find)
program.command("rank")(rank)
program.command("show")(show)
program.command("pack")(pack)
program.command("unpack")(unpack)
program.command("verify")(verify)
program.command("usage")(usage)
program.command("move")(move)


@program.callback(invoke_without_command=True)
def list_models(
    context: typer.Context,
    task: Annotated[str | None, typer.Option("--task", metavar="TASK", help="Only models that can learn it.")] = None,
    only_ready: Annotated[bool, typer.Option("--ready", help="Only models that are on this machine.")] = False,
    only_commercial: Annotated[
        bool, typer.Option("--commercial", help="Only models whose licence is not known to forbid commercial use.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the models that are on this machine, and those whose weights could be added."""
    if context.invoked_subcommand is not None:
        return
    families = [family for family in all_families().values() if task is None or known_task(task) in family.tasks]
    kinds = {family.key for family in families}
    here = [entry.model for entry in Library.standard().models()]
    keys = {model.key for model in here}
    ready = [model for model in here if task is None or model.family in kinds]
    others = [model for family in families for model in family.catalogue if model.key not in keys and not only_ready]
    if only_commercial:
        ready, others = (
            [model for model in models if not licence_of(model.licence).is_non_commercial] for models in (ready, others)
        )
    if as_json:
        say_json([_facts(model, True) for model in ready] + [_facts(model, False) for model in others])
        return
    for title, models in (
        ("On this machine:", ready),
        ("Known; their weights are fetched by: ptstudio models get KEY", others),
    ):
        if only_ready and not models:
            continue
        say(title)
        width = max([WIDTH_OF_KEYS, *(len(model.key) + 1 for model in models)])
        say(f"  {'key':{width}}{'parameters':>12}{'size':>10}   {'licence':14}accuracy")
        for model in models:
            say(_line(model, width))


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


def _line(model: PretrainedModel, width: int) -> str:
    accuracy = f"{model.accuracy:.1f} % {model.accuracy_on}" if model.accuracy else "not known"
    about = "~" if model.size_is_estimated else ""
    millions, size = f"{model.parameters / 1e6:.1f} M", f"{about}{model.size_mb:,.0f} MB"
    return f"  {model.key:{width}}{millions:>12}{size:>10}   {model.licence:14}{accuracy}"
