"""What is said to the libraries is what the installed ones listen to."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ptstudio.core.quiet import OFFLINE, QUIET, keep_quiet
from tests.helpers.no_network import ALONE, can_isolate

READERS = {
    "DO_NOT_TRACK": ("huggingface_hub", "constants.py"),
    "HF_HUB_DISABLE_TELEMETRY": ("huggingface_hub", "constants.py"),
    "HF_HUB_DISABLE_UPDATE_CHECK": ("huggingface_hub", "constants.py"),
    "HF_HUB_DISABLE_XET": ("huggingface_hub", "constants.py"),
    "HF_HUB_OFFLINE": ("huggingface_hub", "constants.py"),
    "TRANSFORMERS_OFFLINE": ("huggingface_hub", "constants.py"),
    "HF_UPDATE_DOWNLOAD_COUNTS": ("datasets", "config.py"),
    "HF_DATASETS_OFFLINE": ("datasets", "config.py"),
    "DISABLE_SAFETENSORS_CONVERSION": ("transformers", "modeling_utils.py"),
    "ORT_DISABLE_TELEMETRY": ("onnxruntime", "capi/onnxruntime_pybind11_state*"),
}


def test_every_variable_has_a_reader() -> None:
    assert set(READERS) == set(QUIET) | set(OFFLINE)


@pytest.mark.parametrize("name", READERS)
def test_the_installed_library_reads_it(name: str) -> None:
    library, file = READERS[name]
    found = find_spec(library)
    assert found is not None
    assert found.origin is not None
    assert any(name.encode() in path.read_bytes() for path in Path(found.origin).parent.glob(file))


def test_this_process_is_told_whatever_its_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in QUIET:
        monkeypatch.setenv(name, "0")
    keep_quiet()
    assert {name: os.environ[name] for name in QUIET} == QUIET


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where ONNX Runtime keeps its reports differs")
@pytest.mark.parametrize("is_told", [True, False])
def test_onnx_runtime_prepares_no_report_to_microsoft(tmp_path: Path, is_told: bool) -> None:
    """And it would, which shows that this test can fail; cut off from the network, so that nothing is sent."""
    environment = {name: value for name, value in os.environ.items() if name not in (*QUIET, "CI")}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)} | (QUIET if is_told else {})
    if not can_isolate():
        pytest.skip("this system lets no process leave the network")
    command = [*ALONE, sys.executable, "-c", "import onnxruntime"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert [path.name for path in tmp_path.rglob("onnxruntime.db")] == ([] if is_told else ["onnxruntime.db"])
