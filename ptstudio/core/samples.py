"""The samples that come with PTStudio, each with the task and the model that it is for."""

from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.folders import resources


@dataclass(frozen=True)
class BuiltInSample:
    """Data to try everything on; `words` say what they are, `model` which one to begin with."""

    key: str
    task: str
    file_name: str
    title: str
    words: str
    model: str

    @property
    def source(self) -> Path:
        """The file that is imported."""
        return resources() / "samples" / self.file_name


SAMPLES = (
    BuiltInSample(
        key="digits",
        task="image-classification",
        file_name="digits.zip",
        title="Handwritten digits",
        words="1,797 scans of handwritten digits, and a small network that has only ever seen printed characters.",
        model="starter",
    ),
    BuiltInSample(
        key="messages",
        task="text-classification",
        file_name="messages.csv",
        title="Customer messages",
        words="300 short messages to a shop, written for PTStudio, about six topics such as delivery and returns.",
        model="all-minilm-l6-v2",
    ),
)
