"""A training whose network sees smaller inputs, because memory is short and the user has allowed it."""

from dataclasses import replace

from ptstudio.core.errors import PTStudioError
from ptstudio.core.trained import TrainedModel
from ptstudio.engine.computing.network import build
from ptstudio.engine.learning.setup import Setup


def shrunk(setup: Setup, times: int) -> Setup:
    """The same training with an input that was made smaller so many times."""
    for _ in range(times):
        found = setup.lesson.smaller(setup.trained)
        setup = replace(setup, trained=found[0]) if found else setup
    return setup


def smaller_input(setup: Setup) -> str:
    """The next smaller input in words; empty where the user has not allowed it or this network cannot take it."""
    found = setup.lesson.smaller(setup.trained) if setup.settings.allow_smaller_input else None
    if found is None:
        return ""
    trained, said = found
    try:
        fits = _shapes(trained) == _shapes(setup.trained)
    except PTStudioError:
        return ""
    # Weights of another shape, such as position embeddings, were learned for one size of the input.
    return said if fits else ""


def _shapes(trained: TrainedModel) -> dict[str, tuple[int, ...]]:
    """Those of a network as it is described; the one that learns may have adapters in it."""
    return {name: tuple(tensor.shape) for name, tensor in build(trained).state_dict().items()}
