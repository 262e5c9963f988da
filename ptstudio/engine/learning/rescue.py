"""What is done about a loss that went out of control: smaller steps from the last good state on, once."""

from ptstudio.core.errors import Diverged
from ptstudio.core.events import Adapted
from ptstudio.engine.learning.adaptation import Adaptation

RATE_CUT = 0.1


def lowered(problem: Diverged, held: Adaptation, epoch: int) -> tuple[Adaptation, Adapted]:
    """How it goes on from the good state after `epoch` epochs, and what is said of it. Raises Diverged where the
    learning rate was lowered before.
    """
    if held.rate_factor < 1:
        raise Diverged(
            f"{problem.message} Lowering the learning rate to a tenth has not helped.",
            "Choose a learning rate a hundred times lower than before, or another preset, and look for samples that "
            "are far from all others. What was saved before is kept.",
        )
    place = "the start" if epoch == 0 else f"the end of epoch {epoch}, the last good state,"
    adapted = Adapted(
        cause="divergence",
        message=f"{problem.message} It goes on from {place} with a tenth of the learning rate.",
        hint="There is nothing to do. If the result is poor, train again with a lower learning rate.",
    )
    return held.model_copy(update={"rate_factor": RATE_CUT}), adapted
