"""`ptstudio models pack` and `unpack`: models of the library as one file, and out of it again."""

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.core.amount import byte_size
from ptstudio.core.errors import ModelError, SettingsError
from ptstudio.core.jobs import PackJob, UnpackJob
from ptstudio.core.licence import licence_of
from ptstudio.library.manifest import PackManifest
from ptstudio.library.pack import Pack

ENDING = ".ptpack"


def pack(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Models of the library, by their names.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file; it ends in .ptpack.")],
    project: Annotated[
        Path | None,
        typer.Option("--project", metavar="DIR", help="A project to pack along, with its data, as a sample."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Pack models into one file for a machine without a network, with their licences and model cards."""
    file = out if out.suffix.lower() == ENDING else out.with_name(out.name + ENDING)
    job = PackJob(models=tuple(keys), out=str(file.resolve()), project=str(project.resolve()) if project else "")
    with temporary_run(job) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
        return
    _print_contents(PackManifest.model_validate(result["manifest"]))
    say(f"Packed: {result['file']}")
    say(f"sha256: {result['sha256']}")
    say(f"On the other machine: ptstudio models unpack {shlex.quote(file.name)}")


def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A model pack (.ptpack).")],
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="KEY...", help="Only these models; without any, all of them.")
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="Only show what is in it; nothing is written.")] = False,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="OLD=NEW", help="Take a model in under another name; may be repeated."),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option("--project", metavar="DIR", help="A new folder for the sample project; without it, it stays."),
    ] = None,
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Accept the licences of these models, once and for all. It is needed for those that ask for more than "
            "to name the authors; --list says which.",
        ),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Take the models of a pack into the library. Everything in it is verified first, and nothing is written over."""
    if not file.exists():
        raise ModelError(f"There is nothing at “{file}”.", "Check the spelling of the path.")
    if file.is_dir():
        raise ModelError(
            f"“{file}” is a folder, not a model pack.",
            "Name a .ptpack file. A folder of weights is added by: ptstudio models add FOLDER",
        )
    if only_list:
        contents = Pack.open(file).contents
        if as_json:
            say_json(contents.model_dump(mode="json"))
        else:
            _print_contents(contents)
        return
    job = UnpackJob(
        source=str(file.resolve()),
        models=tuple(keys or ()),
        names=_renamed(names or []),
        project=str(project.resolve()) if project else "",
        accepts_licences=accept_licence,
    )
    with temporary_run(job) as folder:
        result = follow_to_end(folder).result
    if as_json:
        say_json(result)
    else:
        _print_result(result, job.models)


def _renamed(names: list[str]) -> dict[str, str]:
    renamed = {}
    for pair in names:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise SettingsError(f"“{pair}” is no pair of names.", "Write it as OLD=NEW, such as starter=my-starter.")
        renamed[old] = new
    return renamed


def _print_contents(contents: PackManifest) -> None:
    made = f"Made by PTStudio {contents.made_by} on {contents.made_at}"
    say(f"{made}; {len(contents.files):,} files, {byte_size(contents.size)}")
    for model in contents.models:
        size = byte_size(sum(file.size for file in contents.files_of(model.key)))
        say(f"  {model.key:24}{size:>13}   {model.title}, from {model.source}")
        say(f"  {'':24}{'':13}   sha256 {model.sha256}")
    if contents.project:
        size = byte_size(sum(file.size for file in contents.project_files))
        say(f"  {'sample project':24}{size:>13}   {contents.project}")
    say("Licences:")
    for licence in contents.licences:
        text = "its text is in the pack" if licence.file else licence.address or "see where each model comes from"
        say(f"  {licence.meaning} ({text})")


def _print_result(result: dict[str, Any], taken: tuple[str, ...]) -> None:
    for key in result["added"]:
        say(f"Added: {key}")
    for key in result["there"]:
        say(f"It was there already: {key}")
    contents = PackManifest.model_validate(result["manifest"])
    models = [model for model in contents.models if not taken or model.key in taken]
    for name in sorted({licence_of(model.licence).spdx for model in models}):
        say(f"Licence: {licence_of(name).words.say()}")
    if result["project"]:
        say(f"Sample project: {result['project']}")
    elif contents.project:
        say(f"The sample project “{contents.project}” stayed in the pack; “--project DIR” takes it out.")
