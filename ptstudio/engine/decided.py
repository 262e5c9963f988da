"""What is settled when a run first starts."""

from ptstudio.core.machine import Choice
from ptstudio.core.message import Record
from ptstudio.core.trained import TrainedModel


class Decided(Record):
    """What was decided when a run first started (`decided.json`), so that a resumed run goes on just the same.

    `exact_samples_per_s` is the speed in float32, in which the final figures are measured, `reading_s` how long it
    takes to read a sample; both 0 where they were not measured.
    """

    trained: TrainedModel
    choices: tuple[Choice, ...]
    device: str
    precision: str
    is_channels_last: bool
    batch_size: int
    samples_per_s: float
    exact_samples_per_s: float = 0.0
    reading_s: float = 0.0
    sample_mb: float
