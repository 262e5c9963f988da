"""What libraries are told about the network, by environment variables that they read when they are imported.

The guard sees Python only. ONNX Runtime and Xet open sockets in native code, so telling them is all that holds them.
"""

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    "DISABLE_SAFETENSORS_CONVERSION": "1",
    "ORT_DISABLE_TELEMETRY": "1",
}
"""No telemetry, no checks for updates, no counting, nobody asked to convert weights; whatever the switch says.

huggingface_hub reads the first four (the third from its own command line alone), datasets `HF_UPDATE_DOWNLOAD_COUNTS`,
transformers `DISABLE_SAFETENSORS_CONVERSION`; the last keeps ONNX Runtime from 1.29 on from reporting to Microsoft.
"""

OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""For workers that start while the network is forbidden: the hub's libraries then look into their caches only."""


def keep_quiet() -> None:
    """Tell whatever this process imports from now on."""
    os.environ.update(QUIET)
