"""Verbs of every task whose samples are pictures: opened, squeezed into a square, varied; knows nothing of truths."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.dataset import SAMPLE_ID_LENGTH, Finding, Sample
from ptstudio.core.errors import InputError
from ptstudio.data._picture_problems import UnreadableImageError
from ptstudio.tasks import _pixels
from ptstudio.tasks._picture_settings import PictureSettings
from ptstudio.tasks._task import Arrays, Opening, Preparation, Row, Task
from ptstudio.tasks._variation import View

if TYPE_CHECKING:
    import random

    import numpy as np
    import torch
    from PIL import Image

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings

LEAST_PX = 64
"""No picture is made smaller than that for want of memory: there is little left to see."""
PIXELS_HELP = (
    "pixels: uint8, N×H×W×3, RGB, any number of pictures of one size, any height and width; upright (EXIF orientation "
    "applied), transparent parts on white"
)


class Picturing(Task):
    """A network is shown squares of pictures, (N, 3, px, px)."""

    icon = "picture"

    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """Another picture size, if one is wanted."""
        return of_side(model, picture_settings(settings).image_px)

    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation:
        """The picture squeezed into a square, with room for what variation cuts away."""
        px, own = trained.model.picture.px, picture_settings(settings)
        side = own.variation.side(px) if is_varied and own.augment else px
        return Preparation(f"rgb-{side}", (side, side, 3), "uint8", partial(_square, side=side))

    def seen(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None,
    ) -> torch.Tensor | View:
        """The picture of a row as the network takes it (3, px, px), or, varied or prepared, a view of it."""
        wanted, own = trained.model.picture, picture_settings(settings)
        is_varied = dice is not None and own.augment
        if prepared is None and not is_varied:
            pixels = _pixels.picture_tensor(load_picture(row))
            return _pixels.network_input(pixels.unsqueeze(0), wanted)[0]
        if prepared is None:
            prepared = self.preparation(trained, settings, is_varied=True).make(row)
        if dice is None or not is_varied:
            return View(prepared, wanted)
        return own.variation.view(prepared, wanted, dice)

    def varied_by(self, settings: TrainingSettings) -> str:
        """The settings of variation."""
        own = picture_settings(settings)
        return repr(own.variation) if own.augment else ""

    @override
    def smaller(self, trained: TrainedModel) -> tuple[TrainedModel, str] | None:
        """Three quarters of the side, as a multiple of 32 pixels."""
        px = trained.model.picture.px * 3 // 4 // 32 * 32
        if px < LEAST_PX:
            return None
        return trained.model_copy(update={"model": of_side(trained.model, px)}), f"{px} × {px} pixels"

    def takes(self, file: Path) -> bool:
        """Whether it is called like a picture, or a video."""
        from ptstudio.data._image import is_image_name
        from ptstudio.data._video import is_video_name

        return is_image_name(file) or is_video_name(file)

    @override
    def within(self, file: Path, how: Opening) -> Iterator[Path]:
        """The moments of a video."""
        from ptstudio.data._video import Video, is_video_name

        if not is_video_name(file) or not file.is_file():
            yield file
            return
        video = Video(file)
        how.expect(video.count(how.moments))
        yield from video.moments(how.folder / file.stem, how.moments)
        if video.ended_early:
            how.warn(
                f"“{file.name}” ends early: less of it can be read than it says to hold.",
                "What was read is answered. Copy or convert the video again if the rest matters.",
            )

    def given(self, file: Path) -> Row:
        """The file's path."""
        return {"path": str(file)}

    def id_of(self, row: Row) -> str:
        """From the file's content."""
        with Path(row["path"]).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:SAMPLE_ID_LENGTH]

    def raw(self, row: Row, trained: TrainedModel) -> Arrays:
        """Pixels, uint8 (1, height, width, 3)."""
        import numpy as np

        from ptstudio.data._image import is_image_name, load_image

        del trained
        file = Path(row["path"])
        if not file.is_file():
            raise InputError(f"There is no file “{file}”.", "Check the spelling of the path.")
        try:
            picture = load_image(file)
        except UnreadableImageError as problem:
            if not is_image_name(file):
                raise InputError(f"“{file}” is no picture.", "Name a picture, such as a JPEG or PNG file.") from None
            raise InputError(f"“{file}” cannot be used: {problem.reason}", problem.remedy) from None
        return {"pixels": np.asarray(picture, dtype=np.uint8)[None]}


def of_side(model: PretrainedModel, px: int | None) -> PretrainedModel:
    """The model with squares of another side, if one is given."""
    return model if px is None else model.model_copy(update={"input": model.picture.model_copy(update={"px": px})})


def picture_settings(settings: TrainingSettings) -> PictureSettings:
    """The settings of a task on pictures."""
    if not isinstance(settings, PictureSettings):
        raise TypeError(f"Settings of a task on pictures expected, not {type(settings).__name__}")
    return settings


def picture_of(sample: Sample) -> Path:
    """The file of a sample."""
    path = sample.fields["image"]
    if not isinstance(path, Path):
        raise TypeError("A sample that is a picture holds a Path")
    return path


def unreadable(sample: Sample, problem: UnreadableImageError) -> Finding:
    """What is said of a picture that cannot be used."""
    return Finding(
        kind=problem.kind,
        severity="error",
        path=str(picture_of(sample)),
        row=sample.row,
        reason=problem.reason,
        remedy=problem.remedy,
    )


def load_picture(row: Row) -> Image.Image:
    """The picture of a row. Raises ValueError where it cannot be read."""
    from ptstudio.data._image import load_image

    with _readable(row):
        return load_image(Path(row["path"]))


def _square(row: Row, side: int) -> np.ndarray:
    from ptstudio.data._image import load_square

    with _readable(row):
        return load_square(Path(row["path"]), side)


@contextmanager
def _readable(row: Row) -> Iterator[None]:
    """A picture that cannot be read is the kind of error that the engine knows."""
    try:
        yield
    except UnreadableImageError as problem:
        raise ValueError(f"{row['path']}: {problem.reason}") from None
