"""Every row of a table is answered, in its place, as it is answered by itself."""

import csv
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ptstudio.core.answered import Answered
from ptstudio.core.errors import DatasetError, InputError
from ptstudio.core.events import Adapted, StepEnded, WarningRaised
from ptstudio.core.jobs import AnswerTableJob
from ptstudio.core.project import new_run_folder
from ptstudio.engine import answering
from ptstudio.engine.answering import run
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.computing.network import keep, open_trained
from ptstudio.engine.reporting.inference import Predictor
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Arrays
from tests.helpers.channels import StopsAt
from tests.helpers.encoders import class_texts
from tests.helpers.projects import coloured_project, done, events_of
from tests.helpers.readers import reading_run
from tests.helpers.texts import table, write
from tests.helpers.trainings import project_for, setup_for

TEXTS = [text for text, _ in class_texts(30)]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose model reads single texts."""
    return reading_run(tmp_path_factory.mktemp("reader"))


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """Texts in another order than that of their lengths, some of them missing."""
    rows = [(str(number), "" if number % 9 == 4 else text) for number, text in enumerate(TEXTS)]
    return table(tmp_path / "messages.csv", rows, "number,message")


def job_for(reader: Path, file: Path, **columns: str) -> AnswerTableJob:
    return AnswerTableJob(run=str(reader), table=str(file), out=str(file.with_name("answers.csv")), columns=columns)


def answer(job: AnswerTableJob, place: Path) -> Answered:
    return Answered.model_validate(done(run, job, new_run_folder(place / "run", job)))


def written(file: str) -> list[list[str]]:
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_every_row_keeps_its_place_and_is_answered_as_by_itself(
    reader: Path, messages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "ROWS_AT_ONCE", 40)
    found = answer(job_for(reader, messages), tmp_path)
    header, *rows = written(found.file)
    assert header == ["number", "message", "answer", "probability"]
    assert [row[:2] for row in rows] == [line.split(",") for line in messages.read_text("utf-8").splitlines()[1:]]
    predictor = Predictor(open_trained(reader))
    for _, text, said, probability in rows:
        if not text:
            assert (said, probability) == ("", "")
            continue
        best = predictor.predict({"text": text, "pair": ""}, 1).prediction
        assert said == best.said
        assert float(probability) == pytest.approx(best.confidence, abs=1e-4)
    assert found.columns == {"text": "message"}
    assert (found.rows, found.without_content, found.unreadable) == (90, 10, 0)
    assert found.classes == Counter(said for *_, said, _ in rows if said)
    assert found.answered == 80


def test_progress_reaches_the_last_row(reader: Path, messages: Path, tmp_path: Path) -> None:
    answer(job_for(reader, messages), tmp_path)
    steps = [event for event in events_of(tmp_path / "run") if isinstance(event, StepEnded)]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[-1].done, steps[-1].total, steps[-1].remaining_s) == (90, 90, 0)


def test_a_stop_leaves_nothing(reader: Path, messages: Path, tmp_path: Path) -> None:
    job = job_for(reader, messages)
    before = sorted(tmp_path.iterdir())
    folder = new_run_folder(tmp_path / "run", job)
    with closing(StopsAt(folder, 2)) as channel, pytest.raises(StopRequested):
        run(job, folder, channel)
    assert sorted(tmp_path.iterdir()) == [*before, folder]


def test_nothing_is_written_over(reader: Path, messages: Path, tmp_path: Path) -> None:
    content = messages.read_bytes()
    job = job_for(reader, messages).model_copy(update={"out": str(messages)})
    with pytest.raises(InputError, match="something at"):
        answer(job, tmp_path)
    assert messages.read_bytes() == content


def test_a_row_that_cannot_be_read_keeps_its_place_and_is_told(reader: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.csv", "number,text\n1,rain all day\n2,one,cell,too,many\n3,cold milk\n")
    found = answer(job_for(reader, file), tmp_path)
    assert (found.rows, found.answered, found.unreadable, found.without_content) == (3, 2, 1, 0)
    rows = written(found.file)[1:]
    assert [row[0] for row in rows] == ["1", "", "3"]
    assert rows[1] == [""] * 4
    (warning,) = [event for event in events_of(tmp_path / "run") if isinstance(event, WarningRaised)]
    assert "Row 3: This row has 5 cells" in warning.message


def test_a_model_that_learned_from_pairs_is_asked_about_pairs(tmp_path: Path) -> None:
    pairs = reading_run(tmp_path / "pairs", has_pairs=True)
    file = table(tmp_path / "new.csv", [("snow falls", "a dog barks"), ("cold milk", "")], "sentence1,sentence2")
    found = answer(job_for(pairs, file), tmp_path)
    assert found.columns == {"text": "sentence1", "pair": "sentence2"}
    best = Predictor(open_trained(pairs)).predict({"text": "snow falls", "pair": "a dog barks"}, 1).prediction
    assert written(found.file)[1][2] == best.said


def test_a_model_of_single_texts_is_not_asked_about_pairs(reader: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "new.csv", [("snow falls", "a dog barks")], "sentence1,sentence2")
    assert answer(job_for(reader, file), tmp_path).columns == {"text": "sentence1"}


def test_long_texts_are_read_in_windows_and_answered_as_by_themselves(
    reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["rain falls " * times + text for times, text in zip((0, 30, 1, 90, 0, 200), TEXTS, strict=False)]
    file = table(tmp_path / "long.csv", [(str(number), text) for number, text in enumerate(texts)], "number,message")
    monkeypatch.setattr(answering, "LETTERS_AT_ONCE", 1500)
    found = answer(job_for(reader, file), tmp_path)
    assert (found.answered, found.in_windows) == (6, 3)
    predictor = Predictor(open_trained(reader))
    alone = [predictor.predict({"text": text, "pair": ""}, 1) for text in texts]
    assert [one.windows > 1 for one in alone] == [False, True, False, True, False, True]
    _, *rows = written(found.file)
    assert [row[2] for row in rows] == [one.prediction.said for one in alone]
    assert [float(row[3]) for row in rows] == pytest.approx([one.prediction.confidence for one in alone], abs=1e-4)


def test_a_column_is_named_by_hand_or_refused(reader: Path, messages: Path, tmp_path: Path) -> None:
    assert answer(job_for(reader, messages, text="number"), tmp_path).answered == 90
    (tmp_path / "answers.csv").unlink()
    with pytest.raises(DatasetError, match="no column “letter”") as caught:
        answer(job_for(reader, messages, text="letter"), tmp_path / "again")
    assert "number, message" in caught.value.hint


def test_a_table_without_rows_is_refused(reader: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="has no rows"):
        answer(job_for(reader, write(tmp_path / "none.csv", "text,label\n")), tmp_path)


def test_memory_that_runs_out_halves_the_batches_for_good(
    reader: Path, messages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    plain = Predictor.outputs_together

    def compute(self: Predictor, raws: Sequence[Arrays]) -> list[dict[str, np.ndarray]]:
        sizes.append(len(raws))
        if len(raws) > 20:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99999999999 bytes")
        return plain(self, raws)

    monkeypatch.setattr(Predictor, "outputs_together", compute)
    monkeypatch.setattr(answering, "ROWS_AT_ONCE", 50)
    assert answer(job_for(reader, messages), tmp_path).answered == 80
    assert max(sizes[1:]) <= 20
    (adapted,) = [event for event in events_of(tmp_path / "run") if isinstance(event, Adapted)]
    assert "16 at a time" in adapted.message


def test_a_model_of_pictures_answers_for_no_table(messages: Path, tmp_path: Path) -> None:
    project, dataset = coloured_project(tmp_path)
    setup = setup_for(project, dataset)
    keep(setup.network, setup.trained, setup.folder / "model")
    with pytest.raises(InputError, match="answers for pictures"):
        answer(job_for(setup.folder, messages), tmp_path)


def test_rows_with_several_answers_are_counted(tmp_path: Path) -> None:
    task = all_tasks()["token-classification"]
    setup = setup_for(*project_for(task, tmp_path), task.key)
    keep(setup.network, setup.trained, setup.folder / "model")
    texts = write(tmp_path / "texts.csv", "id,text\n1,the cat sleeps in the garden\n2,rain\n3,a dog barks at night\n")
    found = answer(job_for(setup.folder, texts), tmp_path)
    _, *rows = written(found.file)
    assert found.with_several == sum("; " in said for _, _, said, _ in rows) > 0
