"""The rows of a split: single, by column, and as arrays that take little memory."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData, SplitRows, is_used
from tests.helpers.projects import coloured_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return coloured_project(tmp_path_factory.mktemp("project"))[0]


@pytest.fixture(scope="module")
def data(project: Project) -> RevisionData:
    (dataset,) = project.datasets()
    return RevisionData(project, project.revisions(dataset)[-1])


@pytest.fixture
def rows(data: RevisionData) -> SplitRows:
    return data.rows(Split.TRAIN)


def test_columns_say_what_rows_say(rows: SplitRows) -> None:
    assert rows.column("id") == [row["id"] for row in rows]
    assert rows.numbers("label").tolist() == [row["label"] for row in rows]
    assert [sample.decode() for sample in rows.ids] == rows.column("id")
    paths = {sample: Path(path).name for sample, path in rows.pairs("id", "path")}
    assert paths == {row["id"]: Path(row["path"]).name for row in rows}
    assert list(rows.pairs("id", "text")) == []


def test_several_splits_lie_in_the_order_of_the_table(data: RevisionData) -> None:
    both = data.rows(Split.TRAIN, Split.TEST)
    assert len(both) == len(data.rows(Split.TRAIN)) + len(data.rows(Split.TEST))
    assert {row["split"] for row in both} == {"train", "test"}
    everything = data.all_rows(data.revision.classes).column("id")
    assert [sample for sample in everything if sample in set(both.column("id"))] == both.column("id")


def test_some_of_them_in_another_order(rows: SplitRows) -> None:
    some = rows.chosen([5, 0, 3])
    assert some.column("id") == [rows[place]["id"] for place in (5, 0, 3)]
    assert (some.ids == rows.ids[[5, 0, 3]]).all()
    assert (some.numbers("label") == rows.numbers("label")[[5, 0, 3]]).all()


def test_labels_are_renumbered_to_the_order_of_a_model(data: RevisionData) -> None:
    classes = data.revision.classes
    turned = data.all_rows(classes[::-1])
    assert turned.numbers("label").tolist() == turned.column("label")
    plain = data.all_rows(classes)
    assert (turned.numbers("label") == len(classes) - 1 - plain.numbers("label")).all()


def test_ids_take_as_many_bytes_as_they_have_letters(rows: SplitRows) -> None:
    assert rows.ids.dtype == np.dtype(f"S{len(rows[0]['id'])}")
    assert rows.chosen([]).ids.tolist() == []


def test_reading_does_not_wait_for_pandas(project: Project, data: RevisionData) -> None:
    """Which takes a quarter of a second to import, and which Arrow asks for nearly everywhere."""
    program = (
        "import sys; from pathlib import Path; from ptstudio.core.dataset import Split;"
        "from ptstudio.core.project import Project; from ptstudio.data._revision import RevisionData;"
        "project = Project.open(Path(sys.argv[1])); data = RevisionData(project, project.revision(sys.argv[2]));"
        "rows = data.rows(Split.TRAIN); rows[0], rows.ids, rows.numbers('label'), rows.chosen([1]).column('id');"
        "sys.exit('pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program, str(project.folder), data.revision.key], check=False)
    assert said.returncode == 0


def test_a_column_is_used_where_anything_stands_in_it() -> None:
    table = pa.table({"text": ["a", "b"], "pair": ["", None]})
    assert is_used(table, "text")
    assert not is_used(table, "pair")
    assert not is_used(table, "picture")
