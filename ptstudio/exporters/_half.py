"""A float16 variant of an ONNX file: half the size, for graphics cards and phones.

ONNX Runtime's own converter rounds every value on its way, also between nodes that are to stay in float32; this one
casts only where the two precisions meet.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.exporters._chatter import silence
from ptstudio.exporters._graph import name_nodes, nodes_around, nodes_of_places

if TYPE_CHECKING:
    import numpy as np

# Sums of exponentials lose the small probabilities in half precision, and sums of squares overflow. ONNX Runtime 1.31
# crashes while it optimises a Gelu in float16, and gets the second run of a LayerNormalization in float16 wrong:
# WORKAROUND https://github.com/microsoft/onnxruntime/issues/27768
KEPT_IN_FLOAT32 = frozenset({"Gelu", "LayerNormalization", "Softmax"})
FLOAT, HALF = 1, 10  # TensorProto.FLOAT and .FLOAT16


def write_half(source: Path, target: Path) -> None:
    """Write `source` with weights and computation in float16; inputs, outputs, what is around the network, and places
    that it looks at again stay.

    Raises ValueError for a network with branches, and what onnx raises where it cannot read the graph.
    """
    import onnx

    with silence():
        model = onnx.shape_inference.infer_shapes(onnx.load(source))
        name_nodes(model)
        _Halving(model).apply()
        onnx.save(model, target)


class _Halving:
    """The conversion of one model, node by node in the order of execution."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.opset = next(item.version for item in model.opset_import if item.domain in ("", "ai.onnx"))
        self.kept = {*nodes_around(model), *nodes_of_places(model)}
        self.floats = _float_values(model.graph)
        self.weights = {value.name: value for value in model.graph.initializer}
        self.halves: set[str] = set()
        self.converted: dict[tuple[str, int], str] = {}
        self.nodes: list[Any] = []

    def apply(self) -> None:
        graph = self.model.graph
        for node in graph.node:
            precision = FLOAT if self._stays(node) else HALF
            node.input[:] = [self._in(name, precision) for name in node.input]
            self.nodes.append(node)
            if precision == HALF:
                _halve_attributes(node)
                self.halves.update(name for name in node.output if name in self.floats)
        for output in graph.output:
            self._keep_output(output.name)
        del graph.node[:], graph.value_info[:]
        graph.node.extend(self.nodes)
        used = {name for node in self.nodes for name in node.input}
        for weight in [weight for weight in graph.initializer if weight.name not in used]:
            graph.initializer.remove(weight)

    def _stays(self, node: Any) -> bool:
        """Whether a node computes in float32: by choice, or because its operator knows no float16."""
        import onnx

        if any(attribute.HasField("g") for attribute in node.attribute):
            raise ValueError("it has branches that depend on its input")
        if node.name in self.kept or node.op_type in KEPT_IN_FLOAT32 or node.domain not in ("", "ai.onnx"):
            return True
        schema = onnx.defs.get_schema(node.op_type, self.opset)
        inputs = [(name, schema.inputs[min(i, len(schema.inputs) - 1)]) for i, name in enumerate(node.input)]
        values = [formal for name, formal in inputs if name in self.floats]
        values += [formal for name, formal in zip(node.output, schema.outputs, strict=False) if name in self.floats]
        return any("tensor(float16)" not in formal.types for formal in values)

    def _in(self, name: str, precision: int) -> str:
        """The name under which a value is there in that precision, made so at its first use."""
        if name not in self.floats or (name in self.halves) == (precision == HALF):
            return name
        if (name, precision) not in self.converted:
            self.converted[name, precision] = self._convert(name, precision)
        return self.converted[name, precision]

    def _convert(self, name: str, precision: int) -> str:
        from onnx import helper, numpy_helper

        new = f"{name}.float{16 if precision == HALF else 32}"
        if name in self.weights:
            half = _as_half(numpy_helper.to_array(self.weights[name]))
            self.model.graph.initializer.append(numpy_helper.from_array(half, new))
        else:
            self.nodes.append(helper.make_node("Cast", [name], [new], name=f"{new}.cast", to=precision))
        return new

    def _keep_output(self, name: str) -> None:
        """Give a float output of the model back its precision under its own name."""
        from onnx import helper

        if name in self.halves:
            inner = f"{name}.float16"
            for node in self.nodes:
                node.input[:] = [inner if value == name else value for value in node.input]
                node.output[:] = [inner if value == name else value for value in node.output]
            self.nodes.append(helper.make_node("Cast", [inner], [name], name=f"{name}.cast", to=FLOAT))


def _float_values(graph: Any) -> set[str]:
    typed = (*graph.input, *graph.output, *graph.value_info)
    values = {value.name for value in typed if value.type.tensor_type.elem_type == FLOAT}
    return values | {value.name for value in graph.initializer if value.data_type == FLOAT}


def _halve_attributes(node: Any) -> None:
    """Have a node produce float16 where an attribute says float32: the target of a Cast, the value of a constant."""
    from onnx import numpy_helper

    for attribute in node.attribute:
        if node.op_type == "Cast" and attribute.name == "to" and attribute.i == FLOAT:
            attribute.i = HALF
        elif attribute.HasField("t") and attribute.t.data_type == FLOAT:
            half = _as_half(numpy_helper.to_array(attribute.t))
            attribute.t.CopyFrom(numpy_helper.from_array(half, attribute.t.name))


def _as_half(values: "np.ndarray") -> "np.ndarray":
    """Numbers in half precision. Those of masks are the lowest of all: as −∞, nothing finite could be made of them
    again. Weights that are too large are left to overflow, which shows at once.
    """
    import numpy as np

    limits = np.finfo(np.float16)
    with np.errstate(over="ignore"):
        half: np.ndarray = (values.clip(limits.min, limits.max) if values.size == 1 else values).astype(np.float16)
    return half
