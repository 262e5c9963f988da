"""Whether a network is spread over the processes that train it, or stands in each of them as a whole."""

from ptstudio.core.amount import size
from ptstudio.core.machine import Choice, Plan
from ptstudio.engine.learning.setup import Setup


def split_choice(setup: Setup, plan: Plan) -> Choice | None:
    """To spread it, where that was asked for, or where it does not fit on one graphics card; None where that is not so.

    The weights alone have to fit on one card all the same, since it is measured there. Half precision that needs its
    loss scaled (float16) is not spread.
    """
    wanted, way = setup.settings.split_network, setup.way
    if wanted == "never" or way.precision == "float16" or all(phase.uses_features for phase in setup.phases):
        return None
    if wanted == "always":
        return Choice(name="split_network", value=True, reason="As you asked.")
    if way.device.type != "cuda" or not 0 < plan.free_memory_mb < plan.memory_mb:
        return None
    reason = (
        f"Training needs about {size(plan.memory_mb)}, and one card has {size(plan.free_memory_mb)}: each keeps a part "
        "of the network."
    )
    return Choice(name="split_network", value=True, reason=reason)
