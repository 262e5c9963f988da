from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ptstudio.core.errors import InputError
from ptstudio.data._video import Video, is_video_name

RATE = 5


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Four seconds, each in a brighter grey, and noisy, so that pictures take more room than what is said of them."""
    dice = np.random.default_rng(0)
    file = tmp_path / "greys.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), RATE, (320, 240))
    for second in range(4):
        for _ in range(RATE):
            noise = dice.integers(0, 60, (240, 320, 3))
            writer.write((60 * second + noise).astype(np.uint8))
    writer.release()
    return file


def test_a_video_is_known_by_its_name() -> None:
    assert is_video_name(Path("a.MP4"))
    assert not is_video_name(Path("a.jpg"))


def test_there_is_a_picture_for_each_second(video: Path, tmp_path: Path) -> None:
    opened = Video(video)
    assert opened.seconds == 4
    files = list(opened.moments(tmp_path / "frames"))
    assert [file.name for file in files] == [f"greys 00-0{second}.0.jpg" for second in range(4)]
    means = [float(np.asarray(Image.open(file)).mean()) for file in files]
    assert means == pytest.approx([30, 90, 150, 210], abs=3)
    assert not opened.ended_early


def test_moments_are_written_when_they_are_asked_for(video: Path, tmp_path: Path) -> None:
    next(Video(video).moments(tmp_path / "frames"))
    assert len(list((tmp_path / "frames").iterdir())) == 1


def test_a_video_that_ends_early_gives_what_it_has(video: Path, tmp_path: Path) -> None:
    content = video.read_bytes()
    short = tmp_path / "short.avi"
    short.write_bytes(content[: len(content) // 2])
    opened = Video(short)
    assert 1 <= len(list(opened.moments(tmp_path / "frames"))) < 4
    assert opened.ended_early


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"no video")
    with pytest.raises(InputError, match="cannot be read as a video"):
        Video(file)
