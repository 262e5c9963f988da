"""Searching the Hub for models of a task; knows no network architecture, but is told which are known.

Not huggingface_hub's own `list_models`: that waits without limit where the Hub asks to be left alone for a while
(huggingface_hub 2.4, `utils._http.http_backoff`).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ptstudio import __version__
from ptstudio.core.amount import MB
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.library.downloading.hub import Hub, stated_licence

if TYPE_CHECKING:
    from huggingface_hub import ModelInfo
    from huggingface_hub.hf_api import SafeTensorsInfo

MOST_ASKED = 100
ANSWER_S = 20.0
BYTES_OF = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2, "BF16": 2, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
"""What a number takes by the name that safetensors gives to its type (https://huggingface.co/docs/safetensors)."""


def search(
    hub: Hub, words: str, pipeline: str, is_known: Callable[[Mapping[str, Any]], bool]
) -> tuple[FoundModel, ...]:
    """The repositories with safetensors whose name holds `words` and whose configuration `is_known`.

    Those with most downloads come first. `pipeline` is the Hub's name for the task. Raises JobFailure where the Hub
    does not answer.
    """
    asked = {
        "search": words,
        "pipeline_tag": pipeline,
        "filter": ["safetensors", "transformers"],
        "sort": "downloads",
        "limit": MOST_ASKED,
        "expand": ["sha", "downloads", "gated", "tags", "cardData", "config", "safetensors", "lastModified"],
    }
    models = hub.ask(lambda api, token: _listed(api.endpoint, token, asked), "list of models")
    return tuple(_found(info, info.config) for info in models if info.config and is_known(info.config))


def _found(info: "ModelInfo", config: Mapping[str, Any]) -> FoundModel:
    return FoundModel(
        name=info.id,
        revision=info.sha or "",
        architecture=next(iter(config.get("architectures") or ()), ""),
        parameters=info.safetensors.total if info.safetensors else None,
        size_mb=_size_mb(info.safetensors) if info.safetensors else None,
        licence=stated_licence(info),
        downloads=info.downloads or 0,
        changed=info.last_modified.isoformat() if info.last_modified else "",
        is_gated=bool(info.gated),
    )


def _size_mb(stated: "SafeTensorsInfo") -> float | None:
    """What the weights take, from how many numbers there are of each type; None where a type is not known."""
    if not stated.parameters or not stated.parameters.keys() <= BYTES_OF.keys():
        return None
    return sum(BYTES_OF[kind] * count for kind, count in stated.parameters.items()) / MB


def _listed(endpoint: str, token: str | bool, asked: Mapping[str, Any]) -> "list[ModelInfo]":
    from huggingface_hub import ModelInfo, get_session, hf_raise_for_status

    described: Any = ModelInfo
    headers = {"User-Agent": f"ptstudio/{__version__}"} | ({"Authorization": f"Bearer {token}"} if token else {})
    response = get_session().get(f"{endpoint}/api/models", params=dict(asked), headers=headers, timeout=ANSWER_S)
    hf_raise_for_status(response)
    found = response.json()
    if not isinstance(found, list):
        raise ValueError(f"{endpoint} answered with no list of models")
    return [described(**one) for one in found]
