"""The add-model job: weights from a file or folder into the library, recognised by what they hold."""

from pathlib import Path
from typing import Any

from ptstudio.core.events import StageChanged
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.engine.channel import Channel
from ptstudio.library.library import Library
from ptstudio.library.weights import WeightsFile, read_weights
from ptstudio.models._recognition import recognise


def run(job: AddModelJob, _folder: Path, channel: Channel) -> dict[str, Any]:
    """Do the job. The result holds the library entry. Raises ModelError where the weights are refused."""
    channel.emit(StageChanged(stage="read", title="Reading the weights"))
    weights = read_weights(Path(job.source))
    channel.breathe()
    channel.emit(StageChanged(stage="recognise", title="Finding out which network they belong to"))
    _family, model = recognise(weights.shapes, weights.config)
    channel.breathe()
    entry = Library.standard().add(_provenance(model, weights, job.key), weights.tensors)
    return {"model": entry.model.model_dump(mode="json"), "folder": str(entry.folder)}


def _provenance(model: PretrainedModel, weights: WeightsFile, key: str | None) -> PretrainedModel:
    """Keep the published figures only for the very file that was published; of any other one knows the shape alone."""
    update: dict[str, object] = {"key": key or model.key}
    if not (model.sha256 and weights.sha256.startswith(model.sha256)):
        update |= {"licence": weights.licence, "source": f"added from {weights.path.name}"}
        update |= {"accuracy": None, "accuracy_on": "", "accuracy_source": ""}
    return model.model_copy(update=update)
