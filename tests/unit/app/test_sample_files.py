"""Files and thumbnails of samples, by their ids."""

from pathlib import Path

from ptstudio.app.sample_files import SampleFiles
from tests.helpers.text_projects import text_of, text_project
from tests.helpers.windows import filled_project


def test_a_sample_is_found_by_its_id(tmp_path: Path) -> None:
    files = SampleFiles(filled_project(tmp_path / "project"), "rubbish/0002")
    file = files.file("metal0003")
    assert file is not None
    assert file.parts[-2:] == ("metal", "3.jpg")
    assert file.is_file()
    assert files.thumbnail("metal0003").is_file()


def test_what_is_not_known_has_no_file(tmp_path: Path) -> None:
    project = filled_project(tmp_path / "project")
    assert SampleFiles(project, "rubbish/0002").file("nobody") is None
    assert SampleFiles(project, "gone/0001").file("metal0003") is None
    assert not SampleFiles(project, "gone/0001").thumbnail("metal0003").exists()


def test_a_text_is_found_by_its_id_and_asked_about_itself(tmp_path: Path) -> None:
    files = SampleFiles(text_project(tmp_path / "letters", has_pairs=True), "letters/0001")
    passage = files.passage("train-1")
    assert passage is not None
    assert passage.texts == (text_of("payment", 1), "Answer no. 1: we are sorry.")
    assert files.sight("train-1") == files.asked("train-1") == passage
    assert files.file("train-1") is None
    assert files.passage("nobody") is None


def test_a_picture_is_seen_by_its_thumbnail_and_asked_about_by_its_file(tmp_path: Path) -> None:
    files = SampleFiles(filled_project(tmp_path / "project"), "rubbish/0002")
    assert files.sight("metal0003") == files.thumbnail("metal0003")
    assert files.asked("metal0003") == files.file("metal0003")
    assert files.passage("metal0003") is None
