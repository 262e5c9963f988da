"""The answer-table job: what a trained model says of every row of a table, written beside it into a new file."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.answered import Answered
from ptstudio.core.errors import DatasetError, InputError
from ptstudio.core.events import StageChanged, StepEnded
from ptstudio.core.jobs import AnswerTableJob
from ptstudio.core.prediction import Prediction
from ptstudio.data._answers_file import new_answers, refuse_place
from ptstudio.data._asked_table import AskedRow, AskedTable, learned_fields, open_asked
from ptstudio.data._table_row import BadRow, Row
from ptstudio.engine.channel import Channel
from ptstudio.engine.choosing.decided import exact_way
from ptstudio.engine.computing.batches import chunks, largest_first, mixed
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.network import TrainedNetwork, open_trained
from ptstudio.engine.learning.ladder import halving
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.tasks._task import Arrays

STAGE = "answer"
ROWS_AT_ONCE = 2048
"""Among so many rows, those of about one size are looked for, to be computed together."""
LETTERS_AT_ONCE = 4_000_000
"""Where texts are long, fewer rows are held at once."""


def run(job: AnswerTableJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job; the result is an `Answered`. Raises InputError, before anything is written, where something lies at
    the place of the answers, where the model answers for no tables, or where the table cannot be read.
    """
    began = time.perf_counter()
    trained, out = Path(job.run), Path(job.out)
    refuse_place(out)
    channel.emit(StageChanged(stage="load", title="Loading the model"))
    model = open_trained(trained)
    asked = _opened(job, model)
    channel.emit(StageChanged(stage="read", title="Reading the table"))
    answering = _Answering(model, exact_way(trained), _counted(asked, channel), channel)
    channel.emit(StageChanged(stage=STAGE, title="Answering every row"))
    with new_answers(out, asked.table) as file:
        for row, answer in answering.answers(asked.rows()):
            file.write(row, answer)
    answering.warn()
    return Answered(
        run=job.run,
        table=job.table,
        file=job.out,
        columns=dict(asked.columns),
        rows=answering.done,
        without_content=answering.without_content,
        unreadable=answering.unreadable,
        in_windows=answering.in_windows,
        with_several=answering.with_several,
        classes=dict(answering.classes.most_common()),
        seconds=time.perf_counter() - began,
    ).model_dump(mode="json")


def _opened(job: AnswerTableJob, model: TrainedNetwork) -> AskedTable:
    if not model.task.asked:
        raise InputError(
            f"This model answers for {model.task.icon}s, and a table holds none.", "Name files, or a folder of them."
        )
    fields = learned_fields(model.task.asked, Path(job.run), model.trained.dataset)
    return open_asked(Path(job.table), fields, job.columns)


def _counted(asked: AskedTable, channel: Channel) -> int:
    """How many rows there are, so that it can be told how long they take. Raises DatasetError where there is none."""
    total = 0
    for _ in asked.table.rows():
        total += 1
        if total % ROWS_AT_ONCE == 0:
            channel.breathe()
    if not total:
        raise DatasetError("The table has no rows.", "Choose a table with a row for each text.")
    return total


class _Answering:
    """Answers rows in their order, those of about one size computed together; counts what it has said."""

    def __init__(self, model: TrainedNetwork, way: Way, total: int, channel: Channel) -> None:
        self._model, self._channel, self._total = model, channel, total
        self._predictor, self._batch_size = Predictor(model, way), way.batch_size
        self._began = time.perf_counter()
        self.done = self.without_content = self.unreadable = self.in_windows = self.with_several = 0
        self._first_bad: BadRow | None = None
        self.classes: Counter[str] = Counter()

    def answers(self, rows: Iterable[AskedRow]) -> Iterator[tuple[Row | BadRow, Prediction | None]]:
        """Each row with what is said of it, if anything. Raises StopRequested, OutOfMemory."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for some in _portions(rows):
                rows_asked = [asked for _, asked in some]
                windows = list(pool.map(self._windows, rows_asked))
                said = halving(self._batch_size, partial(self._said, rows_asked, windows), self._channel.emit)
                self._count(some, said)
                self.in_windows += sum(len(each) > 1 for each in windows)
                yield from zip((row for row, _ in some), said, strict=True)

    def warn(self) -> None:
        """Tell of rows that cannot be read, if there are any."""
        first = self._first_bad
        if first is not None:
            rows = "1 row is" if self.unreadable == 1 else f"{self.unreadable:,} rows are"
            said = f"{rows} empty in the answers, since it cannot be read what stands there. Row {first.number}: "
            self._channel.warn(said + first.reason, first.remedy)

    def _windows(self, asked: dict[str, str] | None) -> Sequence[Arrays]:
        """What the exported model takes, in as many windows as it takes; none where there is nothing to read."""
        try:
            return self._model.task.windows(asked, self._model.trained) if asked is not None else ()
        except InputError:
            return ()

    def _said(
        self, asked: list[dict[str, str] | None], windows: list[Sequence[Arrays]], batch_size: int
    ) -> list[Prediction | None]:
        self._batch_size = batch_size
        waiting = [_Waiting(row or {}, each) for row, each in zip(asked, windows, strict=True)]
        every = [(place, number) for place, each in enumerate(windows) for number in range(len(each))]
        sizes = np.array([sum(array.size for array in windows[p][n].values()) for p, n in every], dtype=np.int64)
        answered = 0
        for chunk in mixed(chunks(largest_first(len(every), sizes), batch_size)):
            self._channel.breathe()
            some = [every[at] for at in chunk]
            outputs = self._predictor.outputs_together([windows[place][number] for place, number in some])
            for (place, number), output in zip(some, outputs, strict=True):
                answered += waiting[place].take(number, output, self._predictor)
            self._tell(self.done + answered)
        return [each.answer for each in waiting]

    def _count(self, some: list[AskedRow], said: list[Prediction | None]) -> None:
        self.done += len(some)
        bad = [row for row, _ in some if isinstance(row, BadRow)]
        self.unreadable += len(bad)
        self._first_bad = self._first_bad or next(iter(bad), None)
        self.without_content += said.count(None) - len(bad)
        found = [answer.found for answer in said if answer is not None]
        self.classes.update(label for labels in found for label in set(labels))
        self.with_several += sum(len(labels) > 1 for labels in found)
        self._tell(self.done)

    def _tell(self, done: int) -> None:
        speed = done / max(time.perf_counter() - self._began, 1e-6)
        left_s = max(0, self._total - done) / speed if speed else None
        step = StepEnded(stage=STAGE, done=done, total=self._total, remaining_s=left_s, samples_per_s=speed)
        self._channel.step(step)


@dataclass
class _Waiting:
    """A row that is answered as soon as something was said of all its windows."""

    row: dict[str, str]
    windows: Sequence[Arrays]
    outputs: dict[int, Arrays] = field(default_factory=dict)
    answer: Prediction | None = None

    def take(self, number: int, output: Arrays, predictor: Predictor) -> bool:
        """What was said of one of the windows; whether the row is answered by that."""
        self.outputs[number] = output
        if len(self.outputs) < len(self.windows):
            return False
        self.answer = predictor.answer(self.row, [self.outputs[number] for number in range(len(self.windows))], top=1)
        self.outputs.clear()
        return True


def _portions(rows: Iterable[AskedRow]) -> Iterator[list[AskedRow]]:
    """So many rows as are held at once."""
    some: list[AskedRow] = []
    letters = 0
    for row, asked in rows:
        some.append((row, asked))
        letters += sum(map(len, asked.values())) if asked is not None else 0
        if len(some) >= ROWS_AT_ONCE or letters >= LETTERS_AT_ONCE:
            yield some
            some, letters = [], 0
    if some:
        yield some
