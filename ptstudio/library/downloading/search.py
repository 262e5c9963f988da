"""Searching the Hub for models of a task; knows no network architecture, but is told which are known.

Not huggingface_hub's own `list_models`: that waits without limit where the Hub is silent or asks to be left alone for
a while, and nobody could stop it (huggingface_hub 2.4, `utils._http.http_backoff`).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ptstudio import __version__
from ptstudio.core.message import Record
from ptstudio.library.downloading.hub import Hub, stated_licence

if TYPE_CHECKING:
    from huggingface_hub import ModelInfo

MOST_ASKED = 100
ANSWER_S = 20.0


class FoundModel(Record):
    """A repository of the Hub: `revision` is its newest commit, `downloads` are those of the last month."""

    name: str
    revision: str
    architecture: str
    parameters: int | None
    licence: str
    downloads: int
    is_gated: bool


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
        "expand": ["sha", "downloads", "gated", "tags", "cardData", "config", "safetensors"],
    }
    models = hub.ask(lambda api, token: _listed(api.endpoint, token, asked), words)
    return tuple(
        FoundModel(
            name=info.id,
            revision=info.sha or "",
            architecture=next(iter((info.config or {}).get("architectures") or ()), ""),
            parameters=info.safetensors.total if info.safetensors else None,
            licence=stated_licence(info),
            downloads=info.downloads or 0,
            is_gated=bool(info.gated),
        )
        for info in models
        if info.config and is_known(info.config)
    )


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
