"""The dialogs in which a person chooses weights to add."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ptstudio.app.translation import tr

WEIGHT_FILES = "*.pth *.pt *.bin *.safetensors"


def asked_for_weights(parent: QWidget) -> Path | None:
    """A file of weights, or nothing."""
    kinds = tr("Weights ({patterns})", patterns=WEIGHT_FILES)
    chosen, _ = QFileDialog.getOpenFileName(parent, tr("Choose a file of weights"), str(Path.home()), kinds)
    return Path(chosen) if chosen else None


def asked_for_model_folder(parent: QWidget) -> Path | None:
    """A folder in Hugging Face format, or nothing."""
    title = tr("Choose a folder in Hugging Face format")
    chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
    return Path(chosen) if chosen else None
