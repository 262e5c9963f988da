"""The same things written in the form of any program give the same samples."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import Shape
from ptstudio.data._format import DatasetFormat
from ptstudio.data._recognition import recognise
from ptstudio.data.box_table import BoxTable
from ptstudio.data.coco import Coco
from ptstudio.data.voc import Voc
from ptstudio.data.yolo import Yolo
from tests.helpers.annotations import CAT, SCENES, Scene, Thing, box_csv, coco, read, shapes, things, voc, yolo
from tests.helpers.pictures import save

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


def test_each_form_is_recognised_among_the_others(tmp_path: Path) -> None:
    for key, (_, write) in WRITERS.items():
        found, _ = recognise(write(tmp_path / key, SCENES), (*WRITERS, "labelme", "mask-folders"))
        assert found.key == key


def test_pictures_without_annotations_are_refused(tmp_path: Path) -> None:
    save(tmp_path / "cats" / "1.jpg")
    save(tmp_path / "dogs" / "2.jpg")
    with pytest.raises(DatasetError) as caught:
        recognise(tmp_path, (*WRITERS, "labelme"))
    assert "COCO" in caught.value.hint


def test_they_are_surer_than_formats_of_pictures_with_one_class(tmp_path: Path) -> None:
    for split in ("train", "valid"):
        yolo(tmp_path / "boxes" / split)
        for number in range(2):
            save(tmp_path / "pixels" / split / "images" / f"{number}.jpg", number)
            save(tmp_path / "pixels" / split / "masks" / f"{number}.png", number)
    of_one_class = ("image-folders", "image-splits", "image-table")
    for name, key in (("boxes", "yolo"), ("pixels", "mask-folders")):
        assert recognise(tmp_path / name, (*of_one_class, key))[0].key == key
    assert recognise(box_csv(tmp_path / "table") / "boxes.csv", (*of_one_class, "box-table"))[0].key == "box-table"


@pytest.mark.parametrize(
    ("form", "said"),
    [("coco", "annotation 2"), ("voc", "object 2"), ("yolo", "line 2"), ("box-table", "row 3")],
)
def test_a_number_says_what_it_counts_in_each_form(tmp_path: Path, form: str, said: str) -> None:
    kind, make = WRITERS[form]
    _, findings = read(kind, make(tmp_path, [Scene("a.jpg", [CAT, CAT])]))
    (twice,) = (finding for finding in findings if finding.kind == "duplicate-box")
    assert f"cat ({said})" in twice.reason
    assert f"{twice.row_is} {twice.row}" == said
