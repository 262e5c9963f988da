"""The pictures of a revision, and of data that is not imported yet, as tiles."""

from pathlib import Path

import pytest

from ptstudio.app.revision_tiles import RevisionTiles
from ptstudio.app.source_samples import FoundSamples, SourceTiles
from ptstudio.core.dataset import Sample, Split
from ptstudio.core.project import Project
from ptstudio.data._image import UnreadableImageError
from tests.helpers.pictures import save
from tests.helpers.windows import dataset


def test_a_revision_is_shown_whole_or_by_class_and_split(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = dataset(project, per_class=7)
    assert len(RevisionTiles(project, revision)) == 28
    glass = RevisionTiles(project, revision, "glass")
    assert [glass.tile(place).caption for place in range(len(glass))] == ["glass"] * 7
    tested = RevisionTiles(project, revision, "glass", Split.TEST)
    assert len(tested) == 1
    assert tested.tile(0).path == Path(revision.root) / "glass" / "0.jpg"
    assert "for test" in tested.tile(0).detail


def test_a_lost_thumbnail_is_made_of_the_picture_itself(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    revision = dataset(project, per_class=2)
    tiles = RevisionTiles(project, revision)
    kept = tiles.picture(0)
    for thumbnail in (project.folder / "datasets").rglob("*.jpg"):
        thumbnail.unlink()
    assert kept.startswith(b"\xff\xd8")
    assert tiles.picture(0).startswith(b"\xff\xd8")


def test_what_is_being_found_grows_by_class(tmp_path: Path) -> None:
    found = FoundSamples()
    everything, dogs = SourceTiles(found), SourceTiles(found, "dog")
    assert (len(everything), len(dogs)) == (0, 0)
    files = [save(tmp_path / name, seed=seed) for seed, name in enumerate(("a.jpg", "b.jpg", "c.jpg"))]
    labels = ("cat", "dog", "dog")
    found.take([
        Sample(file, {"image": file, "label": label}, split=Split.TRAIN, group="g")
        for file, label in zip(files, labels, strict=True)
    ])  # fmt: skip
    assert (len(everything), len(dogs)) == (3, 2)
    assert found.counts == {"cat": 1, "dog": 2}
    assert found.given == {Split.TRAIN: 3}
    assert found.groups == {"g": 3}
    assert dogs.tile(1).path == files[2]
    assert dogs.picture(1).startswith(b"\xff\xd8")
    files[2].write_text("no picture")
    with pytest.raises(UnreadableImageError):
        dogs.picture(1)
