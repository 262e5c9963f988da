"""`ptstudio models search`: models of the Hugging Face Hub that PTStudio can use."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from ptstudio.cli.data_options import AsJson, Task, known_task
from ptstudio.cli.output import say, say_json
from ptstudio.core.errors import ModelError
from ptstudio.core.licence import licence_of
from ptstudio.library.downloading.hub import Hub
from ptstudio.library.downloading.pace import OwnPace
from ptstudio.library.downloading.persistence import Patience
from ptstudio.library.downloading.search import FoundModel, search
from ptstudio.models import all_families

PATIENCE = Patience(stall_s=20, attempts=3)
"""Somebody waits for the answer."""


def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What the repository's name holds.")],
    task: Task = "image-classification",
    as_json: AsJson = False,
) -> None:
    """Search the Hugging Face Hub for models of a task; only those with safetensors and a known architecture."""
    found = search(Hub(OwnPace(), PATIENCE), " ".join(words), known_task(task), known_to(task))
    if as_json:
        say_json([model.model_dump(mode="json") for model in found])
        return
    if not found:
        say("Nothing that PTStudio can use has these words in its name.")
        return
    width = max(len(model.name) for model in found)
    say(f"{'repository':{width}}{'parameters':>12}{'downloads':>12}   licence")
    for model in found:
        say(_line(model, width))
    say()
    say(f"To get one, under the revision that was found: ptstudio models get {found[0].name}@{found[0].revision}")


def known_to(task: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a family of the task can make something of a configuration."""

    def is_known(config: Mapping[str, Any]) -> bool:
        try:
            return any(
                family.recognise({}, config) is not None for family in all_families().values() if task in family.tasks
            )
        except ModelError:
            return False

    return is_known


def _line(model: FoundModel, width: int) -> str:
    millions = f"{model.parameters / 1e6:.1f} M" if model.parameters else "not known"
    licence = licence_of(model.licence, is_gated=model.is_gated)
    return f"{model.name:{width}}{millions:>12}{model.downloads:>12,d}   {licence.words.say()}"
