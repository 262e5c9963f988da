"""How many epochs it takes until a network has looked at enough samples, however few there are; knows no task."""

from ptstudio.core.training import TrainingSettings

MOST_TIMES = 4
"""More epochs than so many times what a preset has are never chosen unasked."""


def long_enough(settings: TrainingSettings, samples: int, least: int, name: str) -> tuple[TrainingSettings, str]:
    """The settings with so many epochs that `samples` training samples, which are called `name`, are looked at `least`
    times in all; and why there are more than the preset has.
    """
    usual = settings.epochs
    wanted = min(MOST_TIMES * usual, max(usual, -(-least // max(1, samples))))
    if wanted == usual or settings.from_scratch or "epochs" in settings.idle():
        return settings, ""
    reason = f"{samples:,} {name} are few: {usual} epochs would show the network too little."
    return settings.model_copy(update={"epochs": wanted}), reason
