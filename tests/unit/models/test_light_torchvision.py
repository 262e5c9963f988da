"""torchvision comes without torch's compiler, and who needs the compiler gets the real one."""

import subprocess
import sys

STORY = """
import sys
from ptstudio.models._light_torchvision import COMPILER, make_network
network = make_network("squeezenet1_1", num_classes=3)
assert COMPILER not in sys.modules, "it is slow to import"
import torch
from torch._dynamo.utils import is_compile_supported
assert is_compile_supported.__module__ == COMPILER
torch.optim.SGD(network.parameters()).zero_grad()
assert make_network("resnet18").fc.out_features == 1000
"""


def test_the_compiler_is_only_imported_by_who_needs_it() -> None:
    done = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
