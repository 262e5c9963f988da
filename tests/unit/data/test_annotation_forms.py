"""The same things written in the form of any program give the same samples."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptstudio.core.shapes import Shape
from ptstudio.data._format import DatasetFormat
from ptstudio.data.box_table import BoxTable
from ptstudio.data.coco import Coco
from ptstudio.data.voc import Voc
from ptstudio.data.yolo import Yolo
from tests.helpers.annotations import Scene, Thing, box_csv, coco, read, shapes, things, voc, yolo

LABELS = ("cat", "dog", "traffic light")
WRITERS: dict[str, tuple[DatasetFormat, Callable[[Path, Sequence[Scene]], Path]]] = {
    "coco": (Coco(), coco),
    "voc": (Voc(), voc),
    "yolo": (Yolo(), lambda root, scenes: yolo(root, scenes, LABELS)),
    "box-table": (BoxTable(), box_csv),
}


@st.composite
def scenes(draw: st.DrawFn) -> list[Scene]:
    """Pictures of all sizes with boxes to the hundredth of a pixel, some of which reach to the edge."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        size = draw(st.tuples(st.integers(8, 300), st.integers(8, 300)))
        made.append(Scene(f"{number}.png", draw(st.lists(_boxes(size), max_size=5, unique=True)), size))
    if not any(scene.things for scene in made):
        made[0] = made[0]._replace(things=[("cat", (0, 0, 5, 5))])
    return made


@st.composite
def _boxes(draw: st.DrawFn, size: tuple[int, int]) -> Thing:
    edges = [sorted(draw(st.lists(st.integers(0, side * 100), min_size=2, max_size=2, unique=True))) for side in size]
    (left, right), (top, bottom) = edges
    return draw(st.sampled_from(LABELS)), (left / 100, top / 100, max(right, 200) / 100, max(bottom, 200) / 100)


@settings(max_examples=40, deadline=None)
@given(scenes())
def test_all_forms_give_the_same_samples(written: list[Scene]) -> None:
    found: dict[str, dict[str, tuple[Shape, ...]]] = {}
    for key, (kind, write) in WRITERS.items():
        with TemporaryDirectory() as folder:
            samples, findings = read(kind, write(Path(folder), written))
            assert {finding.kind for finding in findings} <= {"nothing-marked", "unused-class"}
            found[key] = {name: shapes(sample) for name, sample in samples.items()}
    assert set(found["coco"]) == {scene.name for scene in written}
    assert all(each == found["coco"] for each in found.values())


@pytest.mark.real
@pytest.mark.parametrize("key", ["coco", "yolo", "box-table"])
def test_real_blood_cells_are_the_same_in_all_forms(real_data: Path, tmp_path: Path, key: str) -> None:
    kind, write = WRITERS[key]
    samples, _ = read(Voc(), real_data / "bccd-mini")
    labels = ("Platelets", "RBC", "WBC")
    copied = [Scene(name, things(sample), (640, 480)) for name, sample in samples.items()]
    root = yolo(tmp_path, copied, labels) if key == "yolo" else write(tmp_path, copied)
    again, findings = read(kind, root)
    assert not findings
    assert {name: shapes(sample) for name, sample in again.items()} == {
        name: shapes(sample) for name, sample in samples.items()
    }
