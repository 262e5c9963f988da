"""`ptstudio predict`: what a trained model says of files."""

import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import complain, say, say_json
from ptstudio.cli.runs import trained_run
from ptstudio.core.errors import InputError, SettingsError
from ptstudio.core.events import Event, PredictionMade, Waiting
from ptstudio.core.jobs import PredictJob
from ptstudio.core.requests import Predict, Stop
from ptstudio.core.worker import Worker
from ptstudio.data._image import is_image_name


def predict(
    run: options.Run,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to predict, or folders of them.")],
    top: Annotated[int, typer.Option("--top", metavar="NUMBER", min=1, help="How many answers for each file.")] = 5,
    heat_maps: Annotated[
        Path | None,
        typer.Option("--heat-maps", metavar="DIR", help="A folder for pictures of where the network looked."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Predict each file: the most probable answers, and on request where the network looked."""
    folder = trained_run(run)
    if heat_maps is not None:
        if heat_maps.exists() and not heat_maps.is_dir():
            raise SettingsError(f"“{heat_maps}” is a file.", "Name a folder for the heat maps; it may be a new one.")
        heat_maps.mkdir(parents=True, exist_ok=True)
    wanted = tuple(str(file) for path in files for file in _files(path))
    request = Predict(id="files", files=wanted, top=top, explain=heat_maps is not None)
    conversation = _Conversation(request, heat_maps, as_json)
    with temporary_run(PredictJob(run=str(folder))) as place:
        follow_to_end(place, conversation.hear)
    if as_json:
        say_json(conversation.answers)
    if conversation.failures:
        raise typer.Exit(InputError.exit_code)


def _files(path: Path) -> list[Path]:
    """The path itself; of a folder, the pictures in it. Raises InputError for a folder without any."""
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.is_file() and is_image_name(file))
    if not found:
        raise InputError(f"There are no pictures in the folder “{path}”.", "Name picture files, or another folder.")
    return found


_SEEN = {"train": " (it has learned from this very file)", "validation": " (this file helped to choose its best epoch)"}


class _Conversation:
    """Ask once, print or keep every answer, then let the worker go."""

    def __init__(self, request: Predict, heat_maps: Path | None, as_json: bool) -> None:
        self._request = request
        self._heat_maps = heat_maps
        self._as_json = as_json
        self._has_asked = False
        self.answers: list[dict[str, Any]] = []
        self.failures = 0

    def hear(self, worker: Worker, event: Event) -> None:
        if isinstance(event, Waiting):
            worker.ask(Stop() if self._has_asked else self._request)
            self._has_asked = True
        if isinstance(event, PredictionMade):
            self._take(event)

    def _take(self, made: PredictionMade) -> None:
        if made.prediction is None:
            self.failures += 1
            complain(InputError(f"{made.file}: {made.message}", made.hint))
        answer = self._answer(made)
        self.answers.append(answer)
        if made.prediction is not None and not self._as_json:
            best = ", ".join(f"{c['label']} {100 * c['probability']:.1f} %" for c in answer["classes"])
            say(f"{made.file}: {best}{_SEEN.get(made.split, '')}")

    def _answer(self, made: PredictionMade) -> dict[str, Any]:
        classes = made.prediction.model_dump(mode="json")["classes"] if made.prediction else []
        answer: dict[str, Any] = {"file": made.file, "classes": classes, "seen_in": made.split or None}
        if made.prediction is None:
            answer |= {"message": made.message, "hint": made.hint}
        if made.explanation is not None and self._heat_maps is not None:
            target = _free_name(self._heat_maps, f"{Path(made.file).stem}.heat-map")
            shutil.move(made.explanation.file, target)
            answer |= {"heat_map": str(target), "method": made.explanation.method}
        return answer


def _free_name(folder: Path, stem: str) -> Path:
    """A PNG that is not there yet: files of the same name come from different folders, and nothing is written over."""
    target, number = folder / f"{stem}.png", 2
    while target.exists():
        target, number = folder / f"{stem}-{number}.png", number + 1
    return target
