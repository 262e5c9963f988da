"""`ptstudio models search`: models of the Hugging Face Hub that PTStudio can use."""

from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson, Task
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import say, say_json
from ptstudio.cli.task_choice import USUAL, known_task
from ptstudio.core.jobs import SearchJob
from ptstudio.core.licence import licence_of
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.library.downloading.refusals import raise_if_offline


def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What the repository's name holds.")],
    task: Task = None,
    as_json: AsJson = False,
) -> None:
    """Search the Hugging Face Hub for models of a task; only those with safetensors and a known architecture."""
    job = SearchJob(task=known_task(task or USUAL), words=" ".join(words))
    raise_if_offline()
    with temporary_run(job) as folder:
        result = follow_to_end(folder).result
    found = [FoundModel.model_validate(one) for one in result["models"]]
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
    say(f"To get one, under the revision that was found: ptstudio models get {found[0].asked}")


def _line(model: FoundModel, width: int) -> str:
    millions = f"{model.parameters / 1e6:.1f} M" if model.parameters else "not known"
    licence = licence_of(model.licence, is_gated=model.is_gated)
    return f"{model.name:{width}}{millions:>12}{model.downloads:>12,d}   {licence.words.say()}"
