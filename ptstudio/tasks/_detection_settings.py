"""How a training that finds things in pictures is set."""

from dataclasses import replace
from typing import Literal

from typing_extensions import override

from ptstudio.core.settings import Span, setting
from ptstudio.models._detectors import DesignKey
from ptstudio.tasks._picture_settings import PictureSettings
from ptstudio.tasks._variation import Variation


class DetectionSettings(PictureSettings):
    """How to train a network that finds things in pictures."""

    design: DesignKey | None = setting(
        None,
        "Design",
        "What is put on a network that has learned to tell pictures apart, so that it says where things are. Faster "
        "R-CNN looks twice and learns most from few pictures; RetinaNet and FCOS look once; SSDLite is the quickest "
        "and good with large things. Networks that are detectors already keep their own.",
        titles={"ssdlite": "SSDLite", "retinanet": "RetinaNet", "fcos": "FCOS", "faster-rcnn": "Faster R-CNN"},
    )
    class_weights: Literal["none", "balanced"] = setting(
        "none",
        "Weights of the classes",
        "With “balanced”, things of rare classes count more, so that they are not overlooked.",
        advanced=True,
    )
    shrink: float = setting(
        0.3, "Show from farther away", "How much smaller things are shown at most, in half of the pictures.",
        advanced=True, at_least=0, at_most=0.8, searched=Span(low=0.0, high=0.6),
    )  # fmt: skip

    @property
    @override
    def variation(self) -> Variation:
        """Also from farther away."""
        return replace(super().variation, shrink=self.shrink)

    @override
    def idle(self) -> frozenset[str]:
        """Also from how far away pictures are shown, where none is varied; they never are looked at beforehand."""
        return super().idle() | {"head_variations"} | (frozenset() if self.augment else {"shrink"})

    @override
    def is_varied(self) -> bool:
        """Pictures are looked at anew in every epoch, also by a new head alone."""
        return True
