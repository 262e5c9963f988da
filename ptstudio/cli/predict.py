"""`ptstudio predict`: what a trained model says of files."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli import predict_saving
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.output import complain, say, say_json
from ptstudio.cli.predict_table import predict_table
from ptstudio.cli.runs import trained_run, training_job
from ptstudio.core.errors import InputError, SettingsError
from ptstudio.core.events import Event, PredictionMade, Waiting
from ptstudio.core.jobs import PredictJob
from ptstudio.core.prediction import (
    Answers,
    Boxes,
    Classes,
    ClassProbability,
    FoundBox,
    HeatMap,
    LabelProbability,
    Labels,
    Mask,
    Prediction,
    Spans,
)
from ptstudio.core.requests import Predict, Stop
from ptstudio.core.worker import Worker
from ptstudio.data._asked_table import learned_fields
from ptstudio.data._text import snippet
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task

MOST_PLACES = 3
"""So many answers to a question are printed."""
LEAST = 0.01
"""Where nothing is as probable as that, there is no answer that the model could stand by."""


def predict(
    run: options.Run,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Files to predict, or folders of them.")
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="TEXT", help="A text to predict, instead of a file. May be repeated."),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--pair",
            "--question",
            metavar="TEXT",
            help="The second text of each, for a model that judges pairs, or what it is asked about each.",
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="NUMBER", min=1, help="How many answers for each file.")] = 5,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="A table with a text in each row, all of which are answered."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="Its column of texts, where that is not guessed rightly; pair=NAME for second texts.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="A new CSV file for the table with its answers; else beside it."),
    ] = None,
    heat_maps: Annotated[
        Path | None,
        typer.Option("--heat-maps", metavar="DIR", help="A folder for pictures of where the network looked."),
    ] = None,
    found: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="PATH",
            help="Save what was found in pictures: boxes as a .json file (COCO), a .csv file or a folder (YOLO), masks "
            "as a folder of PNG files.",
        ),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Predict each file or text, with the most probable answers and on request where the network looked; or every row
    of a table.
    """
    folder = trained_run(run)
    task = all_tasks()[training_job(folder).task]
    if table is not None:
        if files or texts or heat_maps:
            raise SettingsError("A table is answered by itself.", "Leave out files, texts and heat maps.")
        predict_table(folder, task.asked, table, columns or [], out, as_json=as_json)
        return
    if columns or out is not None:
        raise SettingsError("There is no table that --column or --out could be about.", "Name it by --table FILE.")
    if pairs:
        _refuse_single_texts(task, folder)
    typed = _typed(task, texts or [], pairs or [])
    if not files and not typed:
        raise SettingsError("There is nothing to predict.", "Name a file, or say --text “…” for a model of texts.")
    _make_places(heat_maps, found, task)
    wanted = tuple(str(file) for path in files or () for file in _files(task, path))
    request = Predict(id="files", files=wanted, typed=typed, top=top, explain=heat_maps is not None)
    conversation = _Conversation(request, heat_maps, as_json)
    with temporary_run(PredictJob(run=str(folder))) as place:
        follow_to_end(place, conversation.hear)
    if found is not None:
        predict_saving.save(found, conversation.said, folder)
    if as_json:
        say_json(conversation.answers)
    else:
        heat_map_files = sum("heat_map" in answer for answer in conversation.answers)
        _tell_place("Heat maps", heat_maps, heat_map_files)
        _tell_place("What was found", found, predict_saving.files_in(found) if found is not None else 0)
    if conversation.failures:
        raise typer.Exit(InputError.exit_code)


def _make_places(heat_maps: Path | None, found: Path | None, task: Task) -> None:
    """Make the folder for heat maps, if any are wanted. Raises SettingsError where a place is taken or unfit."""
    if found is not None:
        predict_saving.refuse(found, task.columns)
    if heat_maps is not None:
        if heat_maps.exists() and not heat_maps.is_dir():
            raise SettingsError(f"“{heat_maps}” is a file.", "Name a folder for the heat maps; it may be a new one.")
        heat_maps.mkdir(parents=True, exist_ok=True)


def _tell_place(what: str, place: Path | None, files: int) -> None:
    """Say where so many files were written, if any were."""
    if place is not None and files:
        say(f"{what}: {place.resolve()} ({'1 file' if files == 1 else f'{files:,} files'})")


def _refuse_single_texts(task: Task, run: Path) -> None:
    """Raise SettingsError where the model of a run has learned from single texts: a second one only leads it astray."""
    if all(field.name != "pair" for field in learned_fields(task.asked, run, training_job(run).dataset)):
        raise SettingsError(
            f"This model judges each {task.icon} by itself: it takes no second text and no question.",
            "Leave out --pair and --question.",
        )


def _files(task: Task, path: Path) -> list[Path]:
    """The path itself; of a folder, the samples in it. Raises InputError for a folder without any."""
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.is_file() and task.takes(file))
    if not found:
        raise InputError(f"There are no {task.icon}s in the folder “{path}”.", _where_else(task, path))
    return found


def _where_else(task: Task, folder: Path) -> str:
    """What to name instead of a folder without samples: one of its subfolders, where that holds some."""
    for inner in sorted(each for each in folder.iterdir() if each.is_dir()):
        if any(file.is_file() and task.takes(file) for file in inner.iterdir()):
            return f"Subfolders are not looked into. There are {task.icon}s in “{inner}”: name that."
    return "Name files, or another folder."


def _typed(task: Task, texts: list[str], pairs: list[str]) -> tuple[dict[str, str], ...]:
    """What was typed, as rows; a single text goes with each second one. Raises SettingsError where the model takes no
    texts, or their numbers differ.
    """
    if texts and "text" not in task.columns:
        raise SettingsError("This model takes no texts.", "Name files instead.")
    texts = texts * len(pairs) if len(texts) == 1 and pairs else texts
    if pairs and len(pairs) != len(texts):
        raise SettingsError(
            f"{len(texts)} texts and {len(pairs)} second texts do not go together.",
            "Say --pair once for each --text, in the same order.",
        )
    return tuple({"text": text, "pair": pair} for text, pair in zip(texts, pairs or [""] * len(texts), strict=True))


_SEEN = {"train": " (it has learned from this very one)", "validation": " (this one helped to choose its best epoch)"}


def _asked(made: PredictionMade) -> str:
    """What was asked, in a few words."""
    typed = (made.typed.get(name, "") for name in ("text", "pair"))
    if made.whole:
        return f"{made.whole}, {Path(made.file).stem.removeprefix(Path(made.whole).stem).strip()}"
    return made.file or ", ".join(f"“{snippet(text)}”" for text in typed if text)


class _Conversation:
    """Ask once, print or keep every answer, then let the worker go."""

    def __init__(self, request: Predict, heat_maps: Path | None, as_json: bool) -> None:
        self._request = request
        self._heat_maps = heat_maps
        self._as_json = as_json
        self._has_asked = False
        self.answers: list[dict[str, Any]] = []
        self.failures = 0
        self.said: dict[Path, Prediction] = {}

    def hear(self, worker: Worker, event: Event) -> None:
        if isinstance(event, Waiting):
            worker.ask(Stop() if self._has_asked else self._request)
            self._has_asked = True
        if isinstance(event, PredictionMade):
            self._take(event)

    def _take(self, made: PredictionMade) -> None:
        if made.prediction is None:
            self.failures += 1
            complain(InputError(f"{_asked(made)}: {made.message}", made.hint))
        else:
            self.said[Path(made.file)] = made.prediction
        answer = self._answer(made)
        self.answers.append(answer)
        if made.prediction is not None and not self._as_json:
            parts = f" (read in {made.windows} parts that overlap)" if made.windows > 1 else ""
            say(f"{_asked(made)}: {answer_words(made.prediction)}{parts}{_SEEN.get(made.split, '')}")

    def _answer(self, made: PredictionMade) -> dict[str, Any]:
        found = made.prediction.model_dump(mode="json", exclude={"type"}) if made.prediction else {"classes": []}
        asked = {"file": made.file} if made.file else dict(made.typed)
        answer: dict[str, Any] = {**asked, **found, "seen_in": made.split or None}
        if made.windows > 1:
            answer["windows"] = made.windows
        if made.prediction is None:
            answer |= {"message": made.message, "hint": made.hint}
        if isinstance(made.explanation, HeatMap) and self._heat_maps is not None:
            target = _free_name(self._heat_maps, f"{Path(made.file).stem}.heat-map")
            shutil.move(made.explanation.file, target)
            answer |= {"heat_map": str(target), "method": made.explanation.method}
        return answer


def answer_words(prediction: Prediction) -> str:
    """Each class, marked place, label or answer, with its probability."""
    match prediction:
        case Classes(classes=classes):
            return _each(classes)
        case Spans(spans=spans):
            said = (f"“{each.text}” is {each.label} ({_percent(each.probability)})" for each in spans)
            return ", ".join(said) or "nothing is marked"
        case Labels(labels=labels):
            given = _each([each for each in labels if each.is_given]) or "no label"
            others = _each([each for each in labels if not each.is_given])
            return f"{given} (not: {others})" if others else given
        case Answers():
            return _answers(prediction)
        case Boxes(boxes=boxes, threshold=threshold):
            given = _each([box for box in boxes if box.probability >= threshold]) or "nothing is found"
            return f"{prediction.said}: {given}" if prediction.given else given
        case Mask(shares=shares):
            return ", ".join(f"{each.label} {_percent(each.share)} of the picture" for each in shares) or "nothing"


def _answers(found: Answers) -> str:
    """The best answer and the next ones, be it that there is none; and whether the model knows at all."""
    shown = found.places[:MOST_PLACES]
    answers = [f"“{each.text}” ({_percent(each.probability)})" for each in shown]
    answers.insert(0 if found.best is None else len(answers), f"no answer ({_percent(found.none)})")
    said = ", ".join(answers)
    is_lost = max(found.none, *(each.probability for each in shown), 0.0) < LEAST
    return f"the model does not know; nothing is as probable as {_percent(LEAST, 0)}: {said}" if is_lost else said


def _each(answers: Sequence[ClassProbability | FoundBox | LabelProbability]) -> str:
    return ", ".join(f"{each.label} {_percent(each.probability)}" for each in answers)


def _percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def _free_name(folder: Path, stem: str) -> Path:
    """A PNG that is not there yet: files of the same name come from different folders, and nothing is written over."""
    target, number = folder / f"{stem}.png", 2
    while target.exists():
        target, number = folder / f"{stem}-{number}.png", number + 1
    return target
