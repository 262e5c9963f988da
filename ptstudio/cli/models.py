"""`ptstudio models`: what the library holds, and adding to it."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.models_get import get
from ptstudio.cli.models_house import move, usage, verify
from ptstudio.cli.models_pack import pack, unpack
from ptstudio.cli.models_rank import rank
from ptstudio.cli.models_remove import remove, restore
from ptstudio.cli.models_search import find
from ptstudio.cli.models_show import show
from ptstudio.cli.output import complain, say, say_json
from ptstudio.cli.task_choice import known_task
from ptstudio.core import amount
from ptstudio.core.errors import JobFailure, ModelError
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.licence import UNKNOWN, Licence, licence_of
from ptstudio.core.model_names import checked_key
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.faults import faults
from ptstudio.library.library import Library
from ptstudio.models import all_families

WIDTH_OF_KEYS = 24
ASK_FIRST = "Licence not known; ask the publisher whether you may earn money with what you build on them:"

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
program.command("remove")(remove)
program.command("restore")(restore)


@program.callback(invoke_without_command=True)
def list_models(
    context: typer.Context,
    task: Annotated[str | None, typer.Option("--task", metavar="TASK", help="Only models that can learn it.")] = None,
    only_ready: Annotated[bool, typer.Option("--ready", help="Only models that are on this machine.")] = False,
    only_commercial: Annotated[
        bool,
        typer.Option(
            "--commercial",
            help="Only models whose licence allows to earn money with what is built on them. Those of unknown licence "
            "are listed apart, and left out with --json.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the models that are on this machine, and those whose weights could be added.

    Status 1 where a part of the library cannot be found or read, and the list is not complete.
    """
    if context.invoked_subcommand is not None:
        return
    _print_list(task, only_ready=only_ready, only_commercial=only_commercial, as_json=as_json)
    wrong = faults(Library.standard())
    for fault in wrong:
        complain(fault.error)
    if wrong:
        raise typer.Exit(JobFailure.exit_code)


def _print_list(task: str | None, *, only_ready: bool, only_commercial: bool, as_json: bool) -> None:
    families = [family for family in all_families().values() if task is None or known_task(task) in family.tasks]
    kinds = {family.key for family in families}
    here = [entry.model for entry in Library.standard().models()]
    keys = {model.key for model in here}
    ready = [model for model in here if task is None or model.family in kinds]
    others = [model for family in families for model in family.catalogue if model.key not in keys and not only_ready]
    open_questions = [model for model in (*ready, *others) if licence_of(model.licence).is_open_question]
    if only_commercial:
        ready, others = (
            [model for model in models if licence_of(model.licence).may_be_sold] for models in (ready, others)
        )
    if as_json:
        say_json([_facts(model, True) for model in ready] + [_facts(model, False) for model in others])
        return
    for title, models in (
        ("On this machine:", ready),
        ("Known; their weights are fetched by: ptstudio models get KEY", others),
        (ASK_FIRST, open_questions if only_commercial else []),
    ):
        if not models and (only_ready or title is ASK_FIRST):
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
    licence: Annotated[
        str,
        typer.Option(
            "--licence",
            metavar="SPDX",
            help="Their licence, as their publisher states it, such as MIT or CC-BY-4.0. Without it, what is found "
            "with them counts.",
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Add weights to the library; what they are is recognised by their contents."""
    if not path.exists():
        raise ModelError(f"There is nothing at “{path}”.", "Check the spelling of the path.")
    if key is not None:
        checked_key(key)
    with temporary_run(AddModelJob(source=str(path.resolve()), key=key, licence=licence)) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
    else:
        done = "Added" if result["is_new"] else "It was there already:"
        say(f"{done} {result['model']['title']} as “{result['model']['key']}”: {result['folder']}")
        for line in licence_lines(licence_of(result["model"]["licence"]), licence, is_new=result["is_new"]):
            say(line)


def licence_lines(known: Licence, stated: str, *, is_new: bool) -> list[str]:
    """What is known of an added model's licence, and what becomes of the one that was `stated`."""
    lines = [f"  Licence: {known.words.say()}."]
    if not is_new and stated and licence_of(stated).spdx != known.spdx:
        lines.append("  What you stated is not kept: remove the model and add it anew for that.")
    elif not stated and is_new and known.spdx == UNKNOWN:
        lines.append("  If you know it, add the weights with --licence SPDX, such as --licence MIT.")
    return lines


def _facts(model: PretrainedModel, is_ready: bool) -> dict[str, object]:
    return model.model_dump(mode="json", exclude={"config", "labels"}) | {"ready": is_ready}


def _line(model: PretrainedModel, width: int) -> str:
    accuracy = f"{model.accuracy:.1f} % {model.accuracy_on}" if model.accuracy else "not known"
    about = "~" if model.size_is_estimated else ""
    millions, size = f"{model.parameters / 1e6:.1f} M", f"{about}{amount.size(model.size_mb)}"
    return f"  {model.key:{width}}{millions:>12}{size:>10}   {model.licence:14}{accuracy}"
