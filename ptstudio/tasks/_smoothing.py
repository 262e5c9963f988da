"""A setting of every task that answers by one of several numbers: how sure of itself a network may become."""

from ptstudio.core.settings import Span, setting
from ptstudio.core.training import TrainingSettings


class SmoothedSettings(TrainingSettings):
    """With label smoothing (Szegedy et al. 2016, arXiv:1512.00567)."""

    label_smoothing: float = setting(
        0.0, "Label smoothing", "Keeps the network from being too sure of itself.", advanced=True, at_least=0,
        at_most=0.5, searched=Span(low=0.0, high=0.2),
    )  # fmt: skip
