"""Which nodes of an ONNX graph are the network, and which prepare its input or finish its output."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What carries learned weights in the networks that PTStudio trains.
LEARNED = frozenset({"Conv", "ConvTranspose", "Gather", "Gemm", "GRU", "LSTM", "MatMul"})


@dataclass(frozen=True)
class _Step:
    """A node as values that come in and go out; turned round, the graph can be walked from its end."""

    name: str
    takes: frozenset[str]
    gives: frozenset[str]
    is_learned: bool

    def turned(self) -> "_Step":
        return _Step(self.name, self.gives, self.takes, self.is_learned)


def name_nodes(model: Any) -> None:
    """Give every node without a name one: what is to be left alone is told by names."""
    for number, node in enumerate(model.graph.node):
        node.name = node.name or f"{node.op_type}_{number}"


def nodes_around(model: Any) -> list[str]:
    """The names of the nodes that lie before everything learned or after it.

    For a picture network these are the conversion of pixels, resizing, normalising and the final softmax.
    """
    constants = {value.name for value in model.graph.initializer}
    weights = {value.name for value in model.graph.initializer if value.data_type == value.FLOAT}
    steps = [
        _Step(
            node.name,
            frozenset(node.input) - constants - {""},
            frozenset(node.output),
            node.op_type in LEARNED and not weights.isdisjoint(node.input),
        )
        for node in model.graph.node
    ]
    around = _before_learned(steps) | _before_learned(step.turned() for step in reversed(steps))
    return [step.name for step in steps if step.name in around]


def _before_learned(steps: Iterable[_Step]) -> set[str]:
    """Names of the steps, in the order of the walk, that nothing learned has reached."""
    reached: set[str] = set()
    names = set()
    for step in steps:
        if step.is_learned or not reached.isdisjoint(step.takes):
            reached |= step.gives
        else:
            names.add(step.name)
    return names
