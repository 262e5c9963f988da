from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ptstudio.core.errors import InputError
from ptstudio.core.requests import Moments
from ptstudio.data._video import Video, is_video_name
from tests.helpers.films import film


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Four seconds, each in a brighter grey."""
    return film(tmp_path / "greys.avi")


def test_a_video_is_known_by_its_name() -> None:
    assert is_video_name(Path("a.MP4"))
    assert not is_video_name(Path("a.jpg"))


def test_there_is_a_picture_for_each_second(video: Path, tmp_path: Path) -> None:
    opened = Video(video)
    assert opened.seconds == 4
    files = list(opened.moments(tmp_path / "frames", Moments()))
    assert [file.name for file in files] == [f"greys 00-0{second}.0.png" for second in range(4)]
    means = [float(np.asarray(Image.open(file)).mean()) for file in files]
    assert means == pytest.approx([30, 90, 150, 210], abs=3)
    assert not opened.ended_early


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Moments(every_s=2), ["00.0", "02.0"]),
        (Moments(most=2), ["00.0", "02.0"]),
        (Moments(most=3), ["00.0", "01.4", "02.8"]),
        (Moments(every_s=0.1, most=19), [f"0{tenths / 10}" for tenths in range(0, 40, 4)]),
        (Moments(every_s=0.4, most=None), [f"0{tenths / 10}" for tenths in range(0, 40, 4)]),
        (Moments(every_s=0.01, most=4), ["00.0", "01.0", "02.0", "03.0"]),
    ],
)
def test_moments_are_as_dense_as_a_person_wants_them(
    video: Path, tmp_path: Path, wanted: Moments, names: list[str]
) -> None:
    opened = Video(video)
    assert opened.count(wanted) == len(names)
    files = list(opened.moments(tmp_path / "frames", wanted))
    assert [file.name for file in files] == [f"greys 00-{name}.png" for name in names]


def test_moments_are_written_when_they_are_asked_for(video: Path, tmp_path: Path) -> None:
    next(Video(video).moments(tmp_path / "frames", Moments()))
    assert len(list((tmp_path / "frames").iterdir())) == 1


def test_a_video_that_ends_early_gives_what_it_has(video: Path, tmp_path: Path) -> None:
    content = video.read_bytes()
    short = tmp_path / "short.avi"
    short.write_bytes(content[: len(content) // 2])
    opened = Video(short)
    assert 1 <= len(list(opened.moments(tmp_path / "frames", Moments()))) < 4
    assert opened.ended_early


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"no video")
    with pytest.raises(InputError, match="cannot be read as a video"):
        Video(file)
