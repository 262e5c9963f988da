"""What is known of a pretrained model, whether its weights are on this machine or not."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Tag

from ptstudio.core.message import Record


class ImageInput(Record):
    """How a network wants its pictures: squares of `px` pixels, RGB in 0…1, normalised by `mean` and `std`."""

    type: Literal["image"] = "image"
    px: int
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)


class TextInput(Record):
    """How a network wants its texts: in tokens, as the tokenizer makes them whose file has the sha256 `tokenizer`.

    It takes `most_tokens` at most, those that begin and end a text included. Shorter texts are filled up with the token
    of the number `pad`, at their end, or at their beginning where it `pads_left`.
    """

    type: Literal["text"] = "text"
    most_tokens: int
    tokenizer: str
    pad: int = 0
    pads_left: bool = False


def _kind(facts: Any) -> str:
    """Facts that were written when networks took nothing but pictures say nothing of it."""
    return str(facts.get("type", "image") if isinstance(facts, Mapping) else facts.type)


Input: TypeAlias = Annotated[
    Annotated[ImageInput, Tag("image")] | Annotated[TextInput, Tag("text")], Discriminator(_kind)
]
"""How a network wants what it is shown."""


class PretrainedModel(Record):
    """One model: the facts of a catalogue entry, and what `model.json` of a library entry holds.

    `architecture` is the family's own name for the network, `config` whatever else the family needs to build it.
    `labels` are the classes it was pretrained on, `outputs` their number. `parameters` counts the published network
    with its own head. `accuracy` is the published top-1 accuracy (per cent) on what `accuracy_on` names, taken from
    `accuracy_source`. `size_mb` is that of the weights file. `sha256` is that of the weights file, or, in a
    catalogue entry, the leading digits that the publisher states. `licence` is an SPDX name or `unknown`. `revision` is
    the commit, where `source` is a repository of the Hugging Face Hub.

    `size_is_estimated` says that `size_mb` follows from the parameters, because no publisher states it. `paper` names
    what describes the network, `paper_url` is where it can be read. `pretrained_on` names the data that it learned
    from, `only_drawings` that no photograph was among them, `limits` are sentences on what it is known to do badly,
    each with its source. `languages` are those of the text that it learned from (BCP 47), none for networks that see
    pictures only.
    """

    version: int = 1
    key: str
    title: str
    summary: str = ""
    family: str
    architecture: str
    input: Input
    parameters: int
    outputs: int
    size_mb: float
    licence: str
    source: str
    sha256: str
    revision: str = ""
    accuracy: float | None = None
    accuracy_on: str = ""
    accuracy_source: str = ""
    labels: tuple[str, ...] = ()
    size_is_estimated: bool = False
    paper: str = ""
    paper_url: str = ""
    pretrained_on: str = ""
    only_drawings: bool = False
    limits: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    config: dict[str, Any] = {}

    @property
    def picture(self) -> ImageInput:
        """How it wants its pictures; to be asked of networks that take pictures only."""
        if not isinstance(self.input, ImageInput):
            raise TypeError(f"{self.key} takes no pictures")
        return self.input

    @property
    def text(self) -> TextInput:
        """How it wants its texts; to be asked of networks that take texts only."""
        if not isinstance(self.input, TextInput):
            raise TypeError(f"{self.key} takes no texts")
        return self.input
