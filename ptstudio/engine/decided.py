"""What is settled when a run first starts."""

from ptstudio.core.machine import Choice
from ptstudio.core.message import Record
from ptstudio.core.trained import TrainedModel


class Decided(Record):
    """What was decided when a run first started (`decided.json`), so that a resumed run goes on just the same."""

    trained: TrainedModel
    choices: tuple[Choice, ...]
    device: str
    precision: str
    is_channels_last: bool
    batch_size: int
    samples_per_s: float
    sample_mb: float
