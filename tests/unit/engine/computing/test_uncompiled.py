"""An optimiser works the same without torch's compiler, which is there for whoever needs it later."""

import subprocess
import sys

PROGRAM = """
import sys
import torch
from torch.optim import AdamW
from ptstudio.engine.computing.uncompiled import COMPILER, without_compiler

def trained(steps, inside):
    torch.manual_seed(0)
    module = torch.nn.Linear(4, 2)
    with inside():
        optimizer = AdamW(module.parameters(), fused=True)
    for _ in range(steps):
        torch.autograd.backward(module(torch.ones(3, 4)).sum())
        with inside():
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
    with inside():
        optimizer.load_state_dict(optimizer.state_dict())
    return module.weight.detach()

plain = trained(3, without_compiler)
assert COMPILER not in sys.modules, "it was imported all the same"
import contextlib
import torch._dynamo
assert torch._dynamo.graph_break.__module__.startswith("torch._dynamo")
with without_compiler():
    assert sys.modules[COMPILER] is torch._dynamo
assert torch.equal(plain, trained(3, contextlib.nullcontext))
"""


def test_the_steps_are_the_same_and_the_compiler_is_not_imported() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
