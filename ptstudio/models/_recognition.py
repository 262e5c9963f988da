"""Finding out which network weights belong to, and taking them into the library; asks every family."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.licence import UNKNOWN
from ptstudio.core.model_names import checked_key, key_from
from ptstudio.core.pretrained import PretrainedModel, TextInput
from ptstudio.library.entry import Entry
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.library.turns import Warn, unheard
from ptstudio.library.weights import WeightsFile, read_weights
from ptstudio.models import all_families
from ptstudio.models._claims import false_claim, with_true_claims
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._inputs import empty_input, input_words
from ptstudio.models._tokenizer import largest_number, open_tokenizer

LEAST_LIKENESS = 0.05


def recognise(shapes: Shapes, config: Mapping[str, Any]) -> tuple[ModelFamily, PretrainedModel]:
    """The family and the model that these tensors belong to.

    Raises ModelError that names the closest model and what differs.
    """
    for family in all_families().values():
        model = family.recognise(shapes, config)
        if model is not None:
            return family, model
    raise _unrecognised(shapes, config)


def find_model(key: str, library: Library) -> tuple[PretrainedModel, Entry | None]:
    """The model of that key: from the library, else from the catalogue, then without an entry.

    Raises ModelError with the nearest names where there is none, or where a folder is not there that may hold it.
    """
    entry = library.find(key) or library.find(key.lower())
    if entry is not None:
        return entry.model, entry
    catalogue = {model.key: model for family in all_families().values() for model in family.catalogue}
    if key.lower() in catalogue:
        return catalogue[key.lower()], None
    raise_if_absent(library)
    known = {*catalogue, *(entry.model.key for entry in library.models())}
    near = difflib.get_close_matches(key, sorted(known), n=3)
    nearest = f"Did you mean {' or '.join(f'“{name}”' for name in near)}? " if near else ""
    raise ModelError(
        f"There is no pretrained model called “{key}”.",
        f"{nearest}“ptstudio models” lists them all, “ptstudio models add” takes a file or folder of weights.",
    )


def add_weights(
    path: Path,
    library: Library,
    key: str | None = None,
    breathe: Callable[[], None] = lambda: None,
    facts: Mapping[str, Any] = MappingProxyType({}),
    warn: Warn = unheard,
) -> Entry:
    """Take a file or folder of weights into the library, under `key` or the name that suits it.

    They are read safely, recognised, loaded and tried on an empty sample first. Figures that were published for
    other weights of the same network are not claimed for these. Raises ModelError with the reason for a refusal.
    `breathe` is called between the steps and may raise to give up; the library is then as it was. `facts` are what is
    known from where the weights come from, and go before what was read, but for what is not true of these weights.
    `warn` is told of that, and where damaged weights give way.
    """
    weights = read_weights(path)
    breathe()
    family, model = recognise(weights.shapes, weights.config or {"file_name": weights.path.name})
    breathe()
    _try_out(family, model, weights)
    breathe()
    described = _described(model, weights, key).model_copy(update=dict(facts))
    if note := false_claim(described):
        warn(note, "It can be used all the same, as what it is.")
    beside = [file for file in (weights.card, weights.tokenizer) if file is not None]
    return library.add(with_true_claims(described), weights.tensors, breathe, warn, beside)


def _try_out(family: ModelFamily, model: PretrainedModel, weights: WeightsFile) -> None:
    import torch

    network = family.build(model, 1)
    family.load(network, weights.tensors)
    try:
        with torch.inference_mode():
            network.eval()(empty_input(model))
    except (IndexError, RuntimeError, TypeError, ValueError) as error:
        raise ModelError(
            f"The network of these weights cannot look at {input_words(model)}: {error}",
            "What describes the network does not fit it. Get the model again, or choose another.",
        ) from error
    if weights.tokenizer is not None and isinstance(model.input, TextInput):
        _try_largest_token(network, model, weights.tokenizer)


def _try_largest_token(network: Any, model: PretrainedModel, tokenizer: Path) -> None:
    import torch

    shown = empty_input(model)
    shown[:, 0] = largest_number(open_tokenizer(tokenizer))
    try:
        with torch.inference_mode():
            network(shown)
    except IndexError as error:
        raise ModelError(
            "The tokenizer of this model knows more tokens than its network.",
            "The files do not belong together. Get the whole folder again from where the model comes from.",
        ) from error


def _described(model: PretrainedModel, weights: WeightsFile, key: str | None) -> PretrainedModel:
    changes: dict[str, Any] = {}
    is_published = bool(model.sha256) and weights.sha256.startswith(model.sha256)
    if not is_published:
        changes = {
            "source": weights.path.name,
            "licence": weights.licence if weights.licence != UNKNOWN or not weights.config else model.licence,
            "accuracy": None,
            "accuracy_on": "",
            "accuracy_source": "",
            "pretrained_on": "",
            "limits": (),
            "languages": (),
        }
    if weights.config:
        changes |= {"key": key_from(weights.path.resolve().name) or model.key, "title": weights.path.resolve().name}
    if key is not None:
        changes["key"] = checked_key(key)
    return model.model_copy(update=changes)


def _unrecognised(shapes: Shapes, config: Mapping[str, Any]) -> ModelError:
    kind = next(iter(config.get("architectures") or ()), "")
    if kind:
        return ModelError(
            f"This folder holds a “{kind}”, which no task of PTStudio can use yet.",
            "Choose a folder with an image classifier (…ForImageClassification in its config.json), a detector "
            "(…ForObjectDetection, such as YOLOS or RT-DETR), SegFormer (SegformerForSemanticSegmentation) or an "
            "encoder of texts, such as BERT, RoBERTa or DistilBERT.",
        )
    title, share, reason = max((family.closest(shapes) for family in all_families().values()), key=lambda near: near[1])
    if share < LEAST_LIKENESS:
        return ModelError(
            "These weights belong to no network that PTStudio knows.",
            "It knows the image classifiers, detectors and segmenters of torchvision, timm’s image classifiers, YOLOX, "
            "and folders in Hugging Face format with a classifier, a detector, SegFormer or an encoder of texts.",
        )
    return ModelError(
        f"These weights belong to no network that PTStudio knows. The closest is {title}: {reason}",
        "The file is incomplete, or the network was changed. Choose the unchanged weights of a listed model.",
    )
