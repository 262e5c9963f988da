"""How a training that marks areas is set."""

from typing import Literal

from typing_extensions import override

from ptstudio.core.settings import setting
from ptstudio.models._segmenters import DESIGNS, DesignKey
from ptstudio.tasks._picture_settings import PictureSettings


class SegmentationSettings(PictureSettings):
    """How to train a network that marks areas in pictures."""

    design: DesignKey | None = setting(
        None,
        "Design",
        "What is put on a network that has learned to tell pictures apart, so that it says what each pixel belongs to. "
        "U-Net draws fine outlines, U-Net++ a little finer ones in more time; FCN and DeepLabV3 go more by what is "
        "around; LR-ASPP is the quickest. Networks that mark areas already keep their own.",
        titles=DESIGNS,
    )
    loss: Literal["cross-entropy", "dice", "focal"] | None = setting(
        None,
        "What counts as wrong",
        "Every pixel that is told wrongly (cross-entropy), how little areas coincide, so that small ones count as much "
        "as large ones (Dice), or above all the pixels that are hard to tell (focal).",
        titles={"cross-entropy": "every pixel", "dice": "areas (Dice)", "focal": "hard pixels (focal)"},
        advanced=True,
    )
    class_weights: Literal["none", "balanced"] = setting(
        "none",
        "Weights of the classes",
        "With “balanced”, pixels of classes that cover little count more, so that they are not overlooked.",
        advanced=True,
    )

    @override
    def is_varied(self) -> bool:
        """Pictures are looked at anew in every epoch, also by a new head alone."""
        return True
