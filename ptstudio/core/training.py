"""The settings that every training has, whatever its task, and presets of them in plain words."""

from dataclasses import dataclass
from typing import Literal

from typing_extensions import override

from ptstudio.core.jobs import SettingValue
from ptstudio.core.settings import Settings, Span, setting

USUAL_RANK = 16
_INSTEAD_OF_ALL = {"epochs": "head_epochs", "learning_rate": "head_learning_rate"}
"""Settings of the phase in which more than the last layer learns, and those of its own phase that are like them."""
_INSTEAD_OF_HEADS = {head: rest for rest, head in _INSTEAD_OF_ALL.items()}


class TrainingSettings(Settings):
    """How to train. None stands for “chosen automatically, and the reason shown”."""

    trainable: Literal["head", "last", "adapters", "all"] = setting(
        "head",
        "What learns",
        "Only the new last layer (head), also the last third of the network (last), also small additions to all of its "
        "layers (adapters; LoRA), or everything (all). The more learns, the more samples it needs.",
        titles={
            "head": "new last layer",
            "last": "last third",
            "adapters": "small additions (LoRA)",
            "all": "everything",
        },
        searched=Span(choices=("last", "all")),
    )
    from_scratch: bool = setting(
        False,
        "From scratch, for comparison",
        "Forget what the network learned before and start from random weights; every layer is then trained, whatever "
        "the preset. Shows what transfer learning gains.",
    )
    head_epochs: int = setting(
        40,
        "Epochs for the new last layer",
        "How often the new last layer sees all training samples before anything else is trained. Cheap: what the rest "
        "of the network computes is kept and used again.",
        unit="epochs",
        at_least=0,
        at_most=1000,
    )
    head_variations: int = setting(
        0,
        "Variations for the last layer",
        "How many changed versions of each training sample the new last layer sees beside the sample itself. Each "
        "costs one more look at all training samples.",
        advanced=True,
        at_least=0,
        at_most=100,
    )
    epochs: int = setting(
        15,
        "Epochs",
        "How often the network sees all training samples once more than its last layer is trained.",
        unit="epochs",
        at_least=1,
        at_most=1000,
    )
    patience: int = setting(
        8,
        "Early stopping patience",
        "Stop when the validation result has not improved for this many epochs. 0 switches early stopping off.",
        unit="epochs",
        at_least=0,
        at_most=1000,
    )
    batch_size: int | None = setting(
        None,
        "Batch size",
        "How many samples are looked at before the network is adjusted once. What does not fit into memory at once is "
        "computed in parts whose adjustments are added up (gradient accumulation), with the same result.",
        unit="samples",
        at_least=1,
        at_most=4096,
    )
    learning_rate: float | None = setting(
        None,
        "Learning rate",
        "How far each adjustment goes. Too high and training becomes unstable, too low and it takes for ever.",
        above=0,
        at_most=10,
        searched=Span(low=3e-5, high=1e-2, is_log=True),
    )
    head_learning_rate: float | None = setting(
        None,
        "Learning rate of the last layer",
        "The same for the phase in which only the new last layer is trained.",
        advanced=True,
        above=0,
        at_most=10,
        searched=Span(low=1e-4, high=1e-1, is_log=True),
    )
    layer_decay: float = setting(
        0.75,
        "Learning rate from layer to layer",
        "Each part of the network learns at this fraction of the rate of the part after it, because early layers are "
        "the most general. 1 gives all the same rate.",
        advanced=True,
        above=0,
        at_most=1,
        searched=Span(low=0.5, high=1.0),
    )
    schedule: Literal["cosine", "linear", "constant"] = setting(
        "cosine", "Schedule", "How the learning rate falls towards the end of training.", advanced=True,
        titles={"cosine": "gently (cosine)", "linear": "evenly (linear)", "constant": "not at all (constant)"},
    )  # fmt: skip
    warmup: float = setting(
        0.1,
        "Warm-up",
        "The share of all steps in which the learning rate rises from zero, so that the first ones do no harm.",
        advanced=True,
        at_least=0,
        at_most=0.9,
        searched=Span(low=0.0, high=0.3),
    )
    weight_decay: float = setting(
        0.01, "Weight decay", "Keeps weights small, which holds overfitting down.", advanced=True, at_least=0,
        at_most=1, searched=Span(low=1e-4, high=0.3, is_log=True),
    )  # fmt: skip
    gradient_limit: float = setting(
        1.0, "Gradient limit", "Longer steps are cut to this length. 0 for no limit.", advanced=True, at_least=0
    )
    seed: int = setting(
        0, "Seed", "The same seed on the same machine gives the same result.", advanced=True, at_least=0, at_most=2**31
    )
    device: Literal["cpu", "cuda", "mps"] | None = setting(
        None, "Device", "What computes: the processor (cpu) or a graphics card (cuda, mps).", advanced=True,
        titles={"cpu": "processor", "cuda": "graphics card (CUDA)", "mps": "graphics card (Apple)"},
    )  # fmt: skip
    precision: Literal["float32", "bfloat16", "float16"] | None = setting(
        None,
        "Precision",
        "How exactly numbers are kept while training. Half precision is faster on some machines.",
        advanced=True,
    )
    split_network: Literal["always", "never"] | None = setting(
        None,
        "Split the network over graphics cards",
        "Where several cards compute together: give each only a part of the network, so that one fits that is too "
        "large for any of them. It is slower, so it is done where the memory of one card would not do.",
        advanced=True,
        titles={"always": "always", "never": "never"},
    )
    tensorboard: bool = setting(
        False,
        "Also write for TensorBoard",
        "Write the curves into the run's folder as TensorBoard reads them too, for those who use that program.",
        advanced=True,
    )
    repeatable: bool = setting(
        True,
        "Repeatable",
        "Use only ways of computing that give the same result every time, where there are such. Switched off, a "
        "graphics card may be a little faster.",
        advanced=True,
    )
    allow_smaller_input: bool = setting(
        False,
        "Allow smaller inputs",
        "If memory runs out although samples are already computed one at a time, go on with smaller inputs (pictures "
        "of fewer pixels, say) instead of stopping. The network then sees less detail.",
        advanced=True,
    )
    checkpoint_every_s: float = setting(
        10.0,
        "Save at least every",
        "The most work that a power cut can cost; an epoch's end is saved once this time has passed.",
        unit="seconds",
        advanced=True,
        at_least=0,
        at_most=3600,
    )

    def rank_of_adapters(self) -> int:
        """How many numbers a small addition to a layer passes on, where such learn."""
        return USUAL_RANK

    @override
    def idle(self) -> frozenset[str]:
        """What only one kind of phase heeds, where there is none of that kind."""
        if self.from_scratch:
            return frozenset({"trainable", "head_epochs", "head_variations", "head_learning_rate", "layer_decay"})
        if self.trainable == "head":
            return frozenset({"epochs", "learning_rate", "layer_decay"})
        return frozenset() if self.head_epochs else frozenset({"head_learning_rate", "head_variations"})

    def about_idle(self, name: str) -> str:
        """Why a setting changes nothing, as the others are, and what to set instead, where there is such."""
        if name not in TrainingSettings.idle(self):
            return f"“{name}” changes nothing here, as the other settings are."
        if self.from_scratch:
            why, instead = "the whole network learns from scratch", _INSTEAD_OF_HEADS.get(name)
        elif self.trainable == "head":
            why, instead = "only the new last layer learns", _INSTEAD_OF_ALL.get(name)
        else:
            why, instead = "the new last layer never learns alone, as “head_epochs” is 0", _INSTEAD_OF_HEADS.get(name)
        return f"“{name}” changes nothing here: {why}." + (f" Set “{instead}” instead." if instead else "")

    def is_varied(self) -> bool:
        """Whether any sample may be shown otherwise than it is: a last layer on its own learns from what was computed
        once.
        """
        return self.from_scratch or self.trainable != "head" or self.head_variations > 0


SCRATCH_VALUES: dict[str, SettingValue] = {"epochs": 60, "patience": 20}
"""What a training from scratch changes of its preset, unless it is told otherwise: it has farther to go."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A way to train in plain words: which settings it changes from their defaults."""

    key: str
    title: str
    summary: str
    values: dict[str, SettingValue]
