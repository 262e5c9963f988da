"""Taking a model pack into the library: whole or not at all, and never over anything; knows no network."""

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.atomic import new_folder
from ptstudio.core.errors import ModelError, ProjectError, explain_os_error
from ptstudio.core.model_names import is_key
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.room import check_room
from ptstudio.library.entry import FACTS, NEWEST_VERSION, WEIGHTS
from ptstudio.library.library import NO_ROOM, Library
from ptstudio.library.manifest import MODELS, PROJECT
from ptstudio.library.pack import Pack, Progress
from ptstudio.library.safetensors_file import read_shapes
from ptstudio.library.turns import Breathe, Warn, turn, unheard, unhurried


@dataclass(frozen=True)
class Unpacked:
    """What became of a pack: the keys of the models that are new and of those that were there, and the project."""

    added: tuple[str, ...]
    there: tuple[str, ...]
    project: Path | None = None


def unpack(
    pack: Pack,
    library: Library,
    *,
    wanted: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    project: Path | None = None,
    progress: Progress = lambda _done, _total: None,
    breathe: Breathe = unhurried,
    warn: Warn = unheard,
) -> Unpacked:
    """Take the models into the library, and the sample project to the new folder `project` if one is given.

    Where some are `wanted`, by their names in the pack, the others stay in it. `names` gives models other names than
    they have in the pack. A model that is there already, with the same weights, is passed over; where those are
    damaged, they are replaced, and `warn` told. Every file of the pack is verified, those that are taken aside, before
    the first comes into its place. Waits for its turn. Raises ModelError where a name is taken by other weights
    or a file is not what the manifest says, ProjectError where `project` is there or the pack has none, DiskFull, and
    the errors of `explain_os_error`.
    """
    renamed = _renamed(pack, wanted, names or {})
    _check_project(pack, project)
    try:
        with turn(breathe, warn), ExitStack() as places:
            there = tuple(key for key, model in renamed.items() if _is_there(library, key, model))
            added = {key: model for key, model in renamed.items() if key not in there}
            parts = {key: pack.contents.files_of(model.key) for key, model in added.items()}
            check_room(sum(file.size for files in parts.values() for file in files), library.own, "The pack", NO_ROOM)
            folders = {key: places.enter_context(library.filling(key, warn)) for key in added}
            files = {
                file.path: folders[key] / file.path.removeprefix(f"{MODELS}/{added[key].key}/")
                for key, of_model in parts.items()
                for file in of_model
            }
            if project is not None:
                home = places.enter_context(new_folder(project))
                files |= {file.path: home / file.path[len(PROJECT) + 1 :] for file in pack.contents.project_files}
            pack.extract(files, progress)
            for key, folder in folders.items():
                read_shapes(folder / WEIGHTS)
                facts = added[key].model_copy(update={"key": key})
                (folder / FACTS).write_text(facts.to_text(), encoding="utf-8")
    except OSError as error:
        raise explain_os_error(error, "unpacking the models") from error
    return Unpacked(tuple(added), there, project)


def _renamed(pack: Pack, wanted: Collection[str], names: Mapping[str, str]) -> dict[str, PretrainedModel]:
    """The models that are taken, by the names that they shall have."""
    models = pack.contents.models
    if unknown := next((key for key in (*wanted, *names) if key not in {model.key for model in models}), None):
        raise ModelError(f"There is no “{unknown}” in the pack.", f"It holds: {', '.join(m.key for m in models)}.")
    models = tuple(model for model in models if not wanted or model.key in wanted)
    if idle := next((key for key in names if key not in {model.key for model in models}), None):
        raise ModelError(
            f"“{idle}” was given another name, but it is not among the models that you take.",
            f"Name “{idle}” too, or leave its new name out.",
        )
    if wrong := next((name for name in names.values() if not is_key(name)), None):
        raise ModelError(
            f"“{wrong}” cannot be the name of a model.",
            "Use lower-case letters, digits, dots, dashes and underscores, such as “leaf-model”.",
        )
    renamed = {names.get(model.key, model.key): model for model in models}
    if len(renamed) < len(models):
        raise ModelError("Two models of the pack would have the same name.", "Give each a name of its own.")
    if newer := next((model for model in models if model.version > NEWEST_VERSION), None):
        raise ModelError(f"“{newer.title}” was described by a newer PTStudio.", "Update PTStudio, then try again.")
    return renamed


def _is_there(library: Library, key: str, model: PretrainedModel) -> bool:
    """Whether the library has these weights under this name. Raises ModelError where it has others."""
    try:
        return library.holds(key, model.sha256)
    except ModelError as error:
        hint = f"Take them in under another name, for instance “--name {key}={key}-2”, or remove the old ones first."
        raise ModelError(error.message, hint) from error


def _check_project(pack: Pack, project: Path | None) -> None:
    """Raise ProjectError where there is none or its place is taken, DiskFull where that has no room."""
    if project is None:
        return
    if not pack.contents.project:
        raise ProjectError(f"There is no sample project in “{pack.path.name}”.", "Unpack its models alone.")
    if project.exists():
        raise ProjectError(f"“{project}” is there already.", "Choose a new folder: nothing is written over.")
    size = sum(file.size for file in pack.contents.project_files)
    check_room(size, project, "The sample project", "Free some space, or choose another drive. Nothing was unpacked.")
