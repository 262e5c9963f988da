from pathlib import Path

import pytest

from ptstudio.app.inbox import Inbox
from ptstudio.data._corrected import label_of
from ptstudio.data.image_folders import ImageFolders


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "project" / "inbox")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"a picture")
    return file


def test_a_picture_is_copied_to_the_folder_of_its_label(inbox: Inbox, picture: Path) -> None:
    copy = inbox.add(picture, "glass")
    assert copy == inbox.folder / "glass" / "holiday.jpg"
    assert copy.read_bytes() == b"a picture"
    assert picture.exists()
    assert inbox.count() == 1


def test_nothing_is_ever_written_over(inbox: Inbox, picture: Path) -> None:
    first = inbox.add(picture, "glass")
    picture.write_bytes(b"another picture")
    second = inbox.add(picture, "glass")
    assert second.name == "holiday-2.jpg"
    assert first.read_bytes() == b"a picture"
    assert second.read_bytes() == b"another picture"
    assert sorted(path.name for path in first.parent.iterdir()) == ["holiday-2.jpg", "holiday.jpg"]


def test_what_has_no_file_of_its_own_becomes_one(inbox: Inbox) -> None:
    first, second = (inbox.add_content("text-hello.txt", content, "praise") for content in (b"one", b"two"))
    assert (first.name, second.name) == ("text-hello.txt", "text-hello-2.txt")
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert inbox.count() == 2
    inbox.take_back(first)
    assert inbox.count() == 1


def test_taking_back_removes_the_copy_alone(inbox: Inbox, picture: Path) -> None:
    first, second = inbox.add(picture, "glass"), inbox.add(picture, "metal")
    inbox.take_back(first)
    assert not first.parent.exists()
    assert second.exists()
    inbox.take_back(second)
    inbox.take_back(second)
    assert not inbox.folder.exists()
    assert picture.exists()
    assert inbox.count() == 0


@pytest.mark.parametrize("label", ["..", ".hidden", "cats/dogs", "a\\b", "what?", "line\nbreak", "ends.", "100 % %41"])
def test_a_label_that_can_be_no_folder_is_written_otherwise_and_read_back(
    inbox: Inbox, picture: Path, label: str
) -> None:
    copy = inbox.add(picture, label)
    assert copy.parent.parent == inbox.folder
    assert copy.parent.name != label
    assert label_of(copy.parent.name) == label


@pytest.mark.parametrize("label", ["glass", "mixed rubbish", "Straße", "ガラス"])
def test_any_other_label_is_kept_as_it_is(inbox: Inbox, picture: Path, label: str) -> None:
    assert inbox.add(picture, label).parent.name == label


def test_a_picture_that_is_gone_leaves_no_half_copy(inbox: Inbox, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="inbox"):
        inbox.add(tmp_path / "gone.jpg", "glass")
    assert inbox.count() == 0


def test_what_an_import_has_taken_in_is_found_again(inbox: Inbox, picture: Path) -> None:
    copy = inbox.add(picture, "gl[a]ss")
    assert not inbox.is_taken_in(copy)
    place = inbox.folder.parent / "datasets" / "rubbish" / "corrected" / "0002" / "gl[a]ss"
    place.mkdir(parents=True)
    copy.rename(place / "holiday-0a1b2c3d.jpg")
    assert inbox.is_taken_in(copy)
    (place / "holiday-0a1b2c3d.jpg").unlink()
    assert not inbox.is_taken_in(copy)


def test_the_inbox_can_be_imported_like_any_data(inbox: Inbox, picture: Path) -> None:
    inbox.add(picture, "glass")
    inbox.add(picture, "metal")
    recognised = ImageFolders().recognises(inbox.folder)
    assert recognised.confidence == 0.9
    assert "glass, metal" in recognised.reason
