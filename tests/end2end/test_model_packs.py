"""A model pack travels to a machine without a network, and a training starts from it at once."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ptstudio.core.folders import HOME_VARIABLE, resources
from ptstudio.core.offline import OFFLINE_VARIABLE
from ptstudio.core.project import Project
from ptstudio.library.library import Library
from tests.helpers.pretrained import put_into
from tests.helpers.projects import imported

TINY = ("--set", "image_px=32", "--set", "head_epochs=2", "--set", "batch_size=64")


def ptstudio(home: Path, *arguments: str | Path) -> dict[str, Any]:
    """Run a command with `--json` to its good end, without a network."""
    done = subprocess.run(
        [sys.executable, "-m", "ptstudio", *map(str, arguments), "--json"],
        env=os.environ | {HOME_VARIABLE: str(home), OFFLINE_VARIABLE: "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_a_pack_made_in_one_home_and_unpacked_in_another_trains_at_once(tmp_path: Path) -> None:
    here, there, stick = tmp_path / "here", tmp_path / "there", tmp_path / "stick" / "small.ptpack"
    digits = resources() / "samples" / "digits.zip"
    starter = Library.standard().get("starter")
    put_into(here / "library", starter.model.model_copy(update={"key": "travelling-net"}))
    shutil.copyfile(starter.weights, here / "library" / "travelling-net" / "weights.safetensors")
    imported(Project.create(tmp_path / "sample"), digits, name="digits")
    ptstudio(here, "models", "pack", "travelling-net", "--project", tmp_path / "sample", "--out", stick)

    unpacked = ptstudio(there, "models", "unpack", stick, "--project", tmp_path / "mine")
    assert unpacked["added"] == ["travelling-net"]
    assert (there / "library" / "travelling-net" / "weights.safetensors").is_file()
    trained = ptstudio(there, "train", "--data", digits, "--model", "travelling-net", "--out", tmp_path / "mine", *TINY)
    assert trained["model"] == "travelling-net"
    assert trained["metrics"]["test"]["accuracy"]["value"] > 0.3  # a guess among ten digits is right in one of ten
    revisions = Project.open(tmp_path / "mine").revisions("digits")
    assert len(revisions) == 1  # the same data came along in the sample project
