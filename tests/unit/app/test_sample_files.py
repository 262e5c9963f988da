"""Files and thumbnails of samples, by their ids."""

from pathlib import Path

from ptstudio.app.sample_files import SampleFiles
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
