"""A folder per class is recognised, read and its oddities reported."""

import os
import unicodedata
from pathlib import Path

import pytest

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data.image_folders import ImageFolders
from tests.helpers import corpora
from tests.helpers.pictures import save, save_text

FORMAT = ImageFolders()


def read(path: Path) -> tuple[list[Sample], list[Finding]]:
    found = list(FORMAT.read(path, ImportOptions()))
    return [one for one in found if isinstance(one, Sample)], [one for one in found if isinstance(one, Finding)]


def labels(samples: list[Sample]) -> set[object]:
    return {sample.fields["label"] for sample in samples}


def test_classes_are_recognised_and_read(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 2, "dog": 3})
    recognition = FORMAT.recognises(tmp_path)
    assert recognition.confidence == 0.9
    assert recognition.reason == "2 folders with pictures in them: cat, dog"
    samples, findings = read(tmp_path)
    assert findings == []
    assert [(sample.path.relative_to(tmp_path).as_posix(), sample.fields["label"]) for sample in samples] == [
        ("cat/0.jpg", "cat"), ("cat/1.jpg", "cat"), ("dog/0.jpg", "dog"), ("dog/1.jpg", "dog"), ("dog/2.jpg", "dog"),
    ]  # fmt: skip
    assert samples[0].fields["image"] == samples[0].path
    assert (samples[0].group, samples[0].split, samples[0].row) == (None, None, None)


def test_junk_is_passed_over_silently(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 2, "dog": 2})
    corpora.add_junk(tmp_path)
    corpora.add_junk(tmp_path / "cat")
    samples, findings = read(tmp_path)
    assert (len(samples), findings) == (4, [])


def test_a_folder_that_wraps_the_dataset_is_looked_through(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path / "download" / "my data", {"cat": 2, "dog": 2})
    assert FORMAT.recognises(tmp_path).confidence == 0.9
    assert labels(read(tmp_path)[0]) == {"cat", "dog"}


def test_one_class_alone_is_recognised_with_doubt(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 2})
    assert FORMAT.recognises(tmp_path).confidence == 0.5
    assert labels(read(tmp_path)[0]) == {"cat"}


def test_subfolders_of_a_class_are_groups(tmp_path: Path) -> None:
    save(tmp_path / "cat" / "film 1" / "take 2" / "1.jpg")
    save(tmp_path / "cat" / "2.jpg")
    save(tmp_path / "dog" / "film 1" / "3.jpg")
    samples, _ = read(tmp_path)
    assert {(sample.fields["label"], sample.group) for sample in samples} == {
        ("cat", "film 1/take 2"), ("cat", None), ("dog", "film 1"),
    }  # fmt: skip


def test_odd_class_names_survive(tmp_path: Path) -> None:
    names = [name for name in corpora.ODD_NAMES if os.name != "nt" or name == name.strip()]
    corpora.class_folders(tmp_path, dict.fromkeys([*names, unicodedata.normalize("NFD", "é")], 1))
    wanted = {unicodedata.normalize("NFC", name.strip()) for name in names}
    assert labels(read(tmp_path)[0]) == wanted | {"é"}


def test_a_thousand_classes_are_read(tmp_path: Path) -> None:
    picture = save(tmp_path / "c0" / "0.jpg")
    for number in range(1, 1000):
        (tmp_path / f"c{number}").mkdir()
        os.link(picture, tmp_path / f"c{number}" / "0.jpg")
    assert FORMAT.recognises(tmp_path).reason == "1,000 folders with pictures in them: c0, c1, c2, c3, c4, …"
    assert len(labels(read(tmp_path)[0])) == 1000


def test_a_hidden_class_does_not_vanish_unseen(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 1, "dog": 1, ".net": 1})
    samples, [finding] = read(tmp_path)
    assert labels(samples) == {"cat", "dog"}
    assert (finding.kind, finding.severity, finding.path) == ("hidden-folder", "warning", str(tmp_path / ".net"))


def test_an_empty_picture_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 1, "dog": 1})
    (tmp_path / "cat" / "zero.jpg").touch()
    (tmp_path / "cat" / "placeholder").touch()
    samples, findings = read(tmp_path)
    assert not findings
    assert [sample.path.name for sample in samples if sample.path.stat().st_size == 0] == ["zero.jpg"]


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 1, "dog": 1})
    (tmp_path / "cow" / "film 1").mkdir(parents=True)
    (tmp_path / "hen").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "about.docx").write_text("hello")
    samples, findings = read(tmp_path)
    assert labels(samples) == {"cat", "dog"}
    found = {Path(finding.path).name: finding for finding in findings}
    assert {name: finding.kind for name, finding in found.items()} == {
        "about.docx": "not-an-image",
        "cow": "empty-folder",
        "hen": "empty-folder",
    }
    assert found["hen"].severity == "warning"
    assert "“hen” holds no pictures" in found["hen"].reason
    assert found["hen"].remedy


def test_what_is_no_picture_becomes_a_finding(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 1, "dog": 1})
    (tmp_path / "cat" / "notes.docx").write_text("hello")
    save_text(tmp_path / "cat" / "text.jpg")
    samples, [finding] = read(tmp_path)
    assert len(samples) == 3, "what a file holds is seen only when it is opened"
    assert (finding.kind, Path(finding.path).name) == ("not-an-image", "notes.docx")


def test_pictures_outside_of_classes_are_one_finding(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 1, "dog": 1})
    corpora.pictures(tmp_path, [f"{number}.jpg" for number in range(5)])
    _, [finding] = read(tmp_path)
    assert finding.kind == "missing-label"
    assert finding.reason.startswith("5 pictures lie here outside of any class folder")
    assert "0.jpg, 1.jpg, 2.jpg, …" in finding.reason


def test_a_circle_of_links_does_not_change_the_classes(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"cat": 2})
    try:
        (tmp_path / "cat" / "around").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    assert FORMAT.recognises(tmp_path).confidence == 0.5
    samples, findings = read(tmp_path)
    assert (len(samples), labels(samples), findings) == (2, {"cat"}, [])


@pytest.mark.parametrize("content", ["nothing", "pictures", "texts"])
def test_folders_without_classes_are_not_recognised(tmp_path: Path, content: str) -> None:
    if content == "pictures":
        corpora.pictures(tmp_path, ["1.jpg", "2.jpg"])
    if content == "texts":
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "a.txt").write_text("a")
    assert FORMAT.recognises(tmp_path).confidence == 0
    with pytest.raises(DatasetError, match="no folders with pictures"):
        FORMAT.read(tmp_path, ImportOptions())


def test_files_are_not_recognised(tmp_path: Path) -> None:
    assert FORMAT.recognises(save(tmp_path / "1.jpg")).confidence == 0
    assert FORMAT.recognises(tmp_path / "gone").confidence == 0


def test_folders_named_like_splits_are_doubted(tmp_path: Path) -> None:
    corpora.class_folders(tmp_path, {"train": 1, "test": 1})
    assert FORMAT.recognises(tmp_path).confidence == 0.3


@pytest.mark.real
def test_real_photographs_are_recognised(real_data: Path) -> None:
    path = real_data / "trashnet-mini"
    assert FORMAT.recognises(path).reason.startswith("6 folders with pictures in them: cardboard, glass, metal")
    samples, findings = read(path)
    assert (len(samples), findings) == (360, [])
