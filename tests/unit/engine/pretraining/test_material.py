"""The texts that a model reads before its training: each once, none that results are measured on, found again."""

from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import Channel, StopRequested
from ptstudio.engine.pretraining.material import TEXTS, Counts, Material
from ptstudio.tasks import all_tasks
from tests.helpers.channels import StopsAt
from tests.helpers.trainings import project_for


@pytest.fixture(params=["text-classification", "question-answering"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> RevisionData:
    project, revision = project_for(all_tasks()[request.param], tmp_path)
    return RevisionData(project, project.revision(revision))


def gathered(data: RevisionData, folder: Path, more: Path | None = None) -> tuple[list[str], Counts]:
    with closing(Channel(folder, None)) as channel:
        rows, counts = Material(data, folder / "texts", channel).gathered(more)
    assert [row["characters"] for row in rows] == [len(row["text"]) for row in rows]
    return [row["text"] for row in rows], counts


def all_of(data: RevisionData, *splits: Split) -> set[str]:
    return {row[name] for row in data.rows(*splits) for name in ("text", "pair") if row.get(name)}


def test_the_texts_of_the_training_samples_are_read_once_each(data: RevisionData, tmp_path: Path) -> None:
    texts, counts = gathered(data, tmp_path)
    measured = all_of(data, Split.VALIDATION, Split.TEST)
    assert sorted(texts) == sorted(all_of(data, Split.TRAIN) - measured)
    assert counts == Counts(own=len(texts))


def test_what_is_measured_on_is_left_out_of_those_without_labels(data: RevisionData, tmp_path: Path) -> None:
    apart = data.rows(Split.TEST)[0]["text"]
    own = data.rows(Split.TRAIN)[0]["text"]
    more = tmp_path / "more.txt"
    more.write_text(f"  {apart} \nsomething else\n{own}\nand more\n", encoding="utf-8")
    texts, counts = gathered(data, tmp_path, more)
    assert texts[-2:] == ["something else", "and more"]
    assert (counts.more, counts.left_out) == (2, 1)
    assert apart not in texts


def test_what_was_gathered_is_found_again_though_its_source_is_gone(data: RevisionData, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("something else\n" * 1, encoding="utf-8")
    first = gathered(data, tmp_path, more)
    more.unlink()
    assert gathered(data, tmp_path, more) == first


def test_stopped_in_the_middle_it_begins_anew(data: RevisionData, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("".join(f"text number {number}\n" for number in range(5000)), encoding="utf-8")
    with closing(StopsAt(tmp_path, 3)) as channel, pytest.raises(StopRequested):
        Material(data, tmp_path / "texts", channel).gathered(more)
    assert not (tmp_path / "texts" / TEXTS).exists()
    assert gathered(data, tmp_path, more)[1].more == 5000


def test_every_text_of_the_validation_samples_counts_once(data: RevisionData, tmp_path: Path) -> None:
    with closing(Channel(tmp_path, None)) as channel:
        rows = Material(data, tmp_path, channel).validation()
    texts = [row["text"] for row in rows]
    assert len(texts) == len(set(texts))
    assert set(texts) == {row["text"] for row in data.rows(Split.VALIDATION)}


def test_texts_that_cannot_be_found_are_refused(data: RevisionData, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="There is nothing at"):
        gathered(data, tmp_path, tmp_path / "gone.csv")
