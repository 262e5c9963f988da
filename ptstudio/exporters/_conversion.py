"""From a PyTorch module to one ONNX file, by the exporter that can do it; knows nothing of labels or certificates."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import JobFailure
from ptstudio.core.shortage import shortage_of
from ptstudio.exporters._chatter import silence
from ptstudio.exporters._exporter import Exportable
from ptstudio.exporters._parity import OnnxModel, TorchModel

if TYPE_CHECKING:
    import torch

OPSET = 20


def convert(subject: Exportable, metadata: Mapping[str, str], file: Path) -> str:
    """Write `subject` to `file` (float32) with `metadata` inside, and say what made it, with versions.

    The new exporter goes first, the older one, which traces a run, where the new one fails. A conversion counts only
    if the file also takes inputs of other sizes than the example's. Weights of 2 GB and more, which one ONNX file
    cannot hold, go to a second file beside it. Raises JobFailure where neither exporter succeeds,
    OSError where the disk is full.
    """
    failures = []
    for name, export in (("torch.onnx (dynamo)", _export_graph), ("torch.onnx (traced)", _export_trace)):
        try:
            with silence():
                export(subject, file)
                _finish(file, metadata)
                _try_other_sizes(subject, file)
        except Exception as error:
            if shortage_of(error) or (isinstance(error, OSError) and error.errno):
                raise
            failures.append(f"{name}: {first_line(error)}")
        else:
            return f"{name}, {_versions()}"
    raise JobFailure(
        f"This network cannot be converted to ONNX. {'; '.join(failures)}.",
        "Train another pretrained model if you need an ONNX file. Inside PTStudio this one works as before.",
    )


def _export_graph(subject: Exportable, file: Path) -> None:
    import torch

    names = sorted({name for axes in subject.dynamic.values() for name in axes.values()})
    sizes = {name: torch.export.Dim(name) for name in names}
    example = _with_room(subject)
    program = torch.onnx.export(
        subject.module,
        tuple(example.values()),
        dynamo=True,
        verbose=False,
        opset_version=OPSET,
        input_names=list(example),
        output_names=list(subject.outputs),
        dynamic_shapes=tuple(
            {axis: sizes[label] for axis, label in subject.dynamic.get(name, {}).items()} for name in example
        ),
    )
    if program is None:
        raise RuntimeError("the exporter returned nothing")
    program.save(file)


def _export_trace(subject: Exportable, file: Path) -> None:
    import torch
    from torch.onnx import utils

    example = _with_room(subject)
    resize = "aten::_upsample_bilinear2d_aa"
    utils.register_custom_op_symbolic(resize, _antialiased_resize, OPSET)
    try:
        torch.onnx.export(
            subject.module,
            tuple(example.values()),
            str(file),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(example),
            output_names=list(subject.outputs),
            dynamic_axes={name: dict(axes) for name, axes in subject.dynamic.items()},
        )
    finally:
        utils.unregister_custom_op_symbolic(resize, OPSET)


def _antialiased_resize(graph: Any, picture: Any, size: Any, *_others: Any) -> Any:
    """What the tracing exporter lacks. Samples outside the picture are left out, as PyTorch's kernel does."""
    import torch

    first = graph.op("Constant", value_t=torch.tensor([0]))
    second = graph.op("Constant", value_t=torch.tensor([2]))
    batch_and_channels = graph.op("Slice", graph.op("Shape", picture), first, second)
    nothing = graph.op("Constant", value_t=torch.tensor([], dtype=torch.float32))
    return graph.op(
        "Resize",
        picture,
        nothing,
        nothing,
        graph.op("Concat", batch_and_channels, size, axis_i=0),
        antialias_i=1,
        exclude_outside_i=1,
        mode_s="linear",
        coordinate_transformation_mode_s="half_pixel",
    )


def _finish(file: Path, metadata: Mapping[str, str]) -> None:
    """Put the metadata in, take out the exporter's notes (stack traces with the paths of this machine)."""
    import onnx_ir

    model = onnx_ir.load(file)
    for node in model.graph.all_nodes():
        node.metadata_props.clear()
        node.doc_string = None
    model.graph.metadata_props.clear()
    model.metadata_props.clear()
    model.metadata_props.update(metadata)
    model.producer_name = "PTStudio"
    weights = file.with_name(f"{file.name}.data")
    onnx_ir.save(model, file, external_data=weights.name if weights.exists() else None)


def _try_other_sizes(subject: Exportable, file: Path) -> None:
    """Run the file on inputs that are larger along every dynamic axis. Raises RuntimeError where it cannot."""
    import numpy as np

    larger = {name: tensor.numpy() for name, tensor in subject.example.items()}
    for name, axes in subject.dynamic.items():
        for axis in axes:
            larger[name] = np.repeat(larger[name], 2, axis=axis)
    wanted = TorchModel(subject).run(larger)
    found = OnnxModel(file, subject.outputs).run(larger)
    for name in subject.outputs:
        if wanted[name].shape != found[name].shape:
            raise RuntimeError(f"the size of “{name}” does not follow that of the input")


def _with_room(subject: Exportable) -> "dict[str, torch.Tensor]":
    """The example with every dynamic axis at least 2 long: an axis of one would be taken for a constant."""
    example = dict(subject.example)
    for name, axes in subject.dynamic.items():
        for axis in axes:
            if example[name].shape[axis] == 1:
                example[name] = example[name].repeat_interleave(2, dim=axis)
    return example


def first_line(error: Exception) -> str:
    """The first line of what a library says, short enough for a sentence."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200].rstrip(".")


def _versions() -> str:
    import onnx
    import onnxruntime
    import onnxscript
    import torch

    libraries = (torch, onnx, onnxscript, onnxruntime)
    return ", ".join(f"{library.__name__} {library.__version__}" for library in libraries)
