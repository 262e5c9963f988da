"""Networks of timm in the library, small and with random weights."""

from pathlib import Path

from ptstudio.library.library import Library
from ptstudio.models._recognition import add_weights


def timm_in_library(architecture: str, folder: Path) -> str:
    """Write its tensors into `folder` and add them as somebody does who has such a file; gives the model's key."""
    import timm
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    file = folder / f"{architecture}.safetensors"
    save_file(timm.create_model(architecture, pretrained=False, num_classes=2).state_dict(), file)
    return add_weights(file, Library.standard()).model.key
