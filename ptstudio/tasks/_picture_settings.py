"""How a training on pictures of any kind shows them: their size, and how they vary."""

from typing import Literal

from typing_extensions import override

from ptstudio.core.settings import Span, setting
from ptstudio.core.training import TrainingSettings
from ptstudio.tasks._variation import Variation


class PictureSettings(TrainingSettings):
    """Of every task whose samples are pictures; they come first among the bases, since they narrow what others say."""

    trainable: Literal["head", "last", "all"] = setting(
        "head",
        "What learns",
        "Only the new last layer (head), also the last third of the network (last), or everything (all). The more "
        "learns, the more pictures it needs and the longer it takes.",
        titles={"head": "new last layer", "last": "last third", "all": "everything"},
        searched=Span(choices=("last", "all")),
    )
    image_px: int | None = setting(
        None,
        "Picture size",
        "Pictures are squeezed into squares of this many pixels. Larger shows more detail and takes longer.",
        unit="pixels",
        at_least=32,
        at_most=1024,
    )
    augment: bool = setting(
        True,
        "Vary the pictures",
        "Show each picture slightly changed every time, so that the network learns the thing and not the photograph. "
        "Used whenever more than the last layer learns.",
    )
    crop: float = setting(
        0.25, "Cut away", "The largest share of a picture that is cut off at its edges.", advanced=True, at_least=0,
        at_most=0.9, searched=Span(low=0.0, high=0.5),
    )  # fmt: skip
    rotate: float = setting(
        8.0, "Turn", "The largest angle by which a picture is turned.", unit="degrees", advanced=True, at_least=0,
        at_most=180, searched=Span(low=0.0, high=30.0),
    )  # fmt: skip
    colour: float = setting(
        0.2, "Vary colours", "The largest change of brightness, contrast and saturation.", advanced=True, at_least=0,
        at_most=0.9, searched=Span(low=0.0, high=0.5),
    )  # fmt: skip
    mirror: bool = setting(
        False, "Mirror", "Half of the pictures are mirrored. Wrong for letters, signs, left and right.", advanced=True
    )
    upside_down: bool = setting(
        False, "Upside down", "Half of the pictures stand on their head. Right for pictures from above.", advanced=True
    )

    @property
    def variation(self) -> Variation:
        """How much pictures vary, where they do."""
        return Variation(
            crop=self.crop,
            rotate=self.rotate,
            colour=self.colour,
            mirror=self.mirror,
            upside_down=self.upside_down,
        )

    @override
    def idle(self) -> frozenset[str]:
        """Also how pictures are varied, where none is."""
        if self.is_varied() and self.augment:
            return super().idle()
        ways = {"crop", "rotate", "colour", "mirror", "upside_down"}
        return super().idle() | ways | (set() if self.is_varied() else {"augment"})
