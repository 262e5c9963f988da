"""A network that stands still, made as fast as a way of computing allows; knows neither samples nor what it is for."""

import copy
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch.onnx import TrainingMode
from torch.onnx.utils import export

from ptstudio.core.errors import ModelError
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.nested import each_tensor, tensors_in
from ptstudio.exporters._chatter import silence
from ptstudio.exporters._runtime import runtime

Frozen = Callable[[Any], Any]
"""What a network says of a batch of inputs, a tensor or a tuple of such; float32 on the CPU."""
TOLERANCE = 1e-3
"""The largest difference to the plain network that is put down to rounding in float32, relative to the largest value;
convolutions summed in another order differ by some 1e-5."""
OPSET = 17


def frozen(module: nn.Module, way: Way, example: Any) -> Frozen:
    """`module` in evaluation mode, computing in `way`; what has to be changed for that is a copy of it.

    `example` is the inputs of one sample or a few, by which a changed network is compared with the plain one. Raises
    ModelError where the network cannot be computed that way, or says something else.
    """
    if way.runtime == "onnxruntime":
        return _in_onnx_runtime(module, example)
    dtype = way.dtype
    still = module.to(way.device).eval()
    if way.is_fused:
        still = _fused(copy.deepcopy(still), way, example).to(dtype)
    way.place(still)

    def look(inputs: Any) -> Any:
        with torch.inference_mode():
            moved = way.inputs(inputs)
            if way.is_fused:
                return _said(still(_as(moved, dtype)))
            with way.autocast():
                return _said(still(moved))

    return look


def _said(outputs: Any) -> Any:
    return each_tensor(outputs, lambda tensor: (tensor.float() if tensor.is_floating_point() else tensor).cpu())


def _as(inputs: Any, dtype: torch.dtype) -> Any:
    if isinstance(inputs, dict):
        return {name: _as(value, dtype) for name, value in inputs.items()}
    return inputs.to(dtype) if isinstance(inputs, torch.Tensor) and inputs.is_floating_point() else inputs


def _fused(module: nn.Module, way: Way, example: Any) -> nn.Module:
    """Each batch normalisation made part of the convolution before it, whose output is all that it takes in.

    Which those are is seen by running `example`; that nothing else took in the same output is seen by the answers.
    """
    inputs = way.inputs(example)
    # Not inference mode: some ways to convolve a single sample ask how often weights were changed, which it forgets.
    with torch.no_grad():
        expected = _said(module(inputs))
        for convolution, normalisation in _pairs(module, inputs):
            fused = fuse_conv_bn_eval(
                _part(module, convolution, nn.Conv2d), _part(module, normalisation, nn.BatchNorm2d)
            )
            module.set_submodule(convolution, fused)
            module.set_submodule(normalisation, nn.Identity())
        _compare(_said(module(inputs)), expected)
    return module


_Part = TypeVar("_Part", bound=nn.Module)


def _part(module: nn.Module, name: str, kind: type[_Part]) -> _Part:
    part = module.get_submodule(name)
    if not isinstance(part, kind):
        raise TypeError(f"{name} is {type(part).__name__}, not {kind.__name__}")
    return part


def _pairs(module: nn.Module, inputs: Any) -> list[tuple[str, str]]:
    """The names of convolutions and of the normalisations that take in just what they put out."""
    made_by: dict[int, str] = {}
    alive: list[torch.Tensor] = []  # or the next tensor could have the number of one that is gone
    pairs = []

    def put_out(part: nn.Module, _: object, output: torch.Tensor) -> None:
        made_by[id(output)] = names[part]
        alive.append(output)

    def takes_in(part: nn.Module, taken: tuple[torch.Tensor, ...]) -> None:
        pairs.append((made_by.pop(id(taken[0]), ""), names[part]))

    names = {part: name for name, part in module.named_modules()}
    hooks = [part.register_forward_hook(put_out) for part in names if isinstance(part, nn.Conv2d)]
    hooks += [part.register_forward_pre_hook(takes_in) for part in names if type(part) is nn.BatchNorm2d]
    try:
        module(inputs)
    finally:
        for hook in hooks:
            hook.remove()
    return [pair for pair in pairs if pair[0]]


def _compare(said: Any, expected: Any) -> None:
    pairs = zip(tensors_in(said), tensors_in(expected), strict=True)
    if not all(_is_near(one, other) for one, other in pairs):
        raise ModelError("Computed that way it says something else.", "Compute it as it is.")


def _is_near(said: torch.Tensor, expected: torch.Tensor) -> bool:
    if not torch.isfinite(said).all():
        return False
    return float((said - expected).abs().max()) <= TOLERANCE * float(expected.abs().max() + 1e-6)


def _in_onnx_runtime(module: nn.Module, example: Any) -> Frozen:
    """The module as ONNX Runtime computes it on the processor, in float32."""
    if not isinstance(example, torch.Tensor) or not example.is_floating_point():
        raise ModelError("It takes inputs of more than one shape.", "Compute it by torch.")
    still = module.eval() if _is_on_cpu(module) else copy.deepcopy(module).to("cpu").eval()
    plain = example.cpu().contiguous()
    try:
        session = _session(still, plain)
        with torch.inference_mode():
            expected = _said(still(plain))
        if not isinstance(expected, torch.Tensor):
            raise ModelError("It says more than one thing.", "Compute it by torch.")
        _compare(torch.from_numpy(session(plain.numpy())), expected)
    except ModelError:
        raise
    except Exception as error:  # an exporter can fail in any way
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(f"ONNX Runtime cannot compute it: {reason}", "Compute it by torch.") from error

    def look(inputs: Any) -> torch.Tensor:
        return torch.from_numpy(session(inputs.cpu().contiguous().numpy()))

    return look


def _is_on_cpu(module: nn.Module) -> bool:
    return all(tensor.device.type == "cpu" for tensor in (*module.parameters(), *module.buffers()))


def _session(module: nn.Module, example: torch.Tensor) -> Callable[[np.ndarray], np.ndarray]:
    """By the older exporter, which takes a fraction of a second where the newer one takes several."""
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    # Threads that spin while they wait take the processor from those that read samples.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with tempfile.TemporaryDirectory(prefix="ptstudio-") as folder, silence(), _plain_attention():
        graph = Path(folder) / "graph.onnx"
        # `torch.onnx.export` does the same, but imports the newer exporter first, which takes half a second.
        export(
            module,
            (example,),
            str(graph),
            opset_version=OPSET,
            input_names=["inputs"],
            output_names=["outputs"],
            dynamic_axes={"inputs": {0: "samples"}, "outputs": {0: "samples"}},
            # The runtime folds what is constant, and batch normalisation, by itself, in a tenth of the time.
            do_constant_folding=False,
            training=TrainingMode.PRESERVE,
        )
        session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def run(inputs: np.ndarray) -> np.ndarray:
        found: np.ndarray = session.run(None, {"inputs": inputs})[0]
        return found

    return run


@contextmanager
def _plain_attention() -> Iterator[None]:
    """Attention as a sum of plain steps: its fast path is one that the exporter does not know."""
    was_fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(was_fast)
