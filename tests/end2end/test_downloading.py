"""Somebody gets a model over a bad line: it breaks, is stopped, goes on, and what arrives is what was published."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from ptstudio.core.folders import data_folder
from ptstudio.library.library import Library
from tests.helpers.hub_server import PIECE, Fault, HubServer, Seen
from tests.helpers.weights import hugging_face_folder

PTSTUDIO = (sys.executable, "-m", "ptstudio")
WEIGHTS = "model.safetensors"


def environment(server: HubServer, tmp_path: Path) -> dict[str, str]:
    return os.environ | {"HF_ENDPOINT": server.address, "HF_HUB_CACHE": str(tmp_path / "hub-cache")}


def arrived() -> int:
    return sum(part.stat().st_size for part in (data_folder() / "downloads").rglob("*.part"))


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a signal")
def test_a_model_over_a_bad_line(tmp_path: Path) -> None:
    network = hugging_face_folder(
        tmp_path / "vit", "vit", hidden_size=256, intermediate_size=1024, num_attention_heads=4
    )
    dice = Random(11)

    def bad_line(seen: Seen) -> Fault | None:
        if not seen.is_for_bytes:
            return None
        return Fault(after=dice.randrange(200_000, 2_000_000), rest_s=PIECE / 3e6)

    with HubServer() as server:
        published = server.publish("leaf/vit", tmp_path / "vit")
        size = len(published.files[WEIGHTS])
        server.fault_of = bad_line
        get = [*PTSTUDIO, "models", "get", "leaf/vit", "--json"]
        surroundings = environment(server, tmp_path)

        offline = subprocess.run(get, env=surroundings, capture_output=True, text=True, check=False)
        assert offline.returncode == 1
        assert "The network is switched off" in offline.stderr
        assert server.seen == []

        process = subprocess.Popen(
            [*get, "--online"], env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        end = time.monotonic() + 120
        while arrived() < size // 4 and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
        assert (process.returncode, out) == (1, "")
        assert "Stopped" in said
        assert size // 4 <= arrived() < size
        assert Library.standard().find("leaf-vit") is None

        done = subprocess.run([*get, "--online"], env=surroundings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        facts = json.loads(done.stdout)["models"][0]["model"]
        assert (facts["key"], facts["revision"]) == ("leaf-vit", published.commit)
        assert facts["parameters"] == sum(parameter.numel() for parameter in network.parameters())
        assert len(server.asked_for_bytes()) > 3
        assert server.bytes_sent < 1.2 * size
    entry = Library.standard().find("leaf-vit")
    assert entry is not None
    Library.standard().verify(entry)
    assert arrived() == 0
