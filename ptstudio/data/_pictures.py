"""Pictures as the samples of formats made of folders; it opens none of them."""

from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.data._folders import SampleFiles
from ptstudio.data._image import is_image_name
from ptstudio.data._picture_problems import not_a_picture


def _made(path: Path, label: str, split: Split | None, group: str | None) -> Sample:
    return Sample(path=path, fields={"image": path, "label": label}, split=split, group=group)


def _stranger(path: Path) -> Finding:
    reason, remedy = not_a_picture(path)
    return Finding(kind="not-an-image", severity="error", path=str(path), reason=reason, remedy=remedy)


PICTURES = SampleFiles("picture", "pictures", is_image_name, _made, _stranger)
