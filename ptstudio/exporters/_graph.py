"""Which nodes of an ONNX graph are the network, and which prepare its input or finish its output."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What carries learned weights in the networks that PTStudio trains.
LEARNED = frozenset({"Conv", "ConvTranspose", "Gather", "Gemm", "GRU", "LSTM", "MatMul"})
LOOKS_AGAIN = "RoiAlign"
"""What looks at places of a map, which its second input names."""


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
    steps = _steps(model)
    around = _before_learned(steps) | _before_learned(step.turned() for step in reversed(steps))
    return [step.name for step in steps if step.name in around]


def nodes_of_places(model: Any) -> set[str]:
    """The names of the nodes that look again at places in a map, and of all that is made of what the network said of
    these places until then: a pixel's width in a picture is less than half precision tells apart.
    """
    looking = [node for node in model.graph.node if node.op_type == LOOKS_AGAIN]
    names, wanted = {node.name for node in looking}, {node.input[1] for node in looking}
    for step in reversed(_steps(model)):
        if not step.is_learned and not wanted.isdisjoint(step.gives):
            names.add(step.name)
            wanted |= step.takes
    return names


def _steps(model: Any) -> list[_Step]:
    constants = {value.name for value in model.graph.initializer}
    weights = {value.name for value in model.graph.initializer if value.data_type == value.FLOAT}
    return [
        _Step(
            node.name,
            frozenset(node.input) - constants - {""},
            frozenset(node.output),
            node.op_type in LEARNED and not weights.isdisjoint(node.input),
        )
        for node in model.graph.node
    ]


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
