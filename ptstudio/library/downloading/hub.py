"""What the Hugging Face Hub says of a repository, asked through huggingface_hub; brings no file itself."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ptstudio import __version__
from ptstudio.core import licence
from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import HUB
from ptstudio.core.offline import is_offline
from ptstudio.library.downloading.aside import aside
from ptstudio.library.downloading.pace import Pace
from ptstudio.library.downloading.persistence import Patience, persist
from ptstudio.library.downloading.refusals import (
    broken,
    check_address,
    no_answer,
    no_name,
    raise_if_offline,
    refusal,
    stalled,
    switched_off,
    told_to_be_offline,
    unreachable,
)
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.downloading.token import hub_token
from ptstudio.library.hugging_face_folder import CARD, MOST_CARD_BYTES

if TYPE_CHECKING:
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

Outcome = TypeVar("Outcome")

NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
WEIGHTS = re.compile(r"model(-\d{5}-of-\d{5})?\.safetensors")
BESIDE = re.compile(
    r"README\.md|config\.json|preprocessor_config\.json|model\.safetensors\.index\.json"
    r"|tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|added_tokens\.json"
    r"|vocab\.(json|txt)|merges\.txt|spiece\.model|sentencepiece\.bpe\.model|tokenizer\.model"
)
ENDPOINT = "HF_ENDPOINT"
MAYBE_PRIVATE = (401, 403, 404)


@dataclass(frozen=True)
class Repository:
    """A repository at one commit: its licence (an SPDX name or `unknown`) and those of its files that are of use.

    The small files come before the weights.
    """

    name: str
    commit: str
    licence: str
    is_gated: bool
    files: tuple[RemoteFile, ...]


class Hub:
    """The Hub, or the mirror that the environment variable HF_ENDPOINT names."""

    def __init__(self, pace: Pace, patience: Patience) -> None:
        self.address = os.environ.get(ENDPOINT, "").rstrip("/") or HUB
        self._pace = pace
        self._patience = patience

    def repository(self, name: str, revision: str | None = None) -> Repository:
        """Look a repository up, at a revision (a commit, branch or tag) or at its newest.

        Raises ModelError where there is none, it may not be had, or it holds no safetensors; JobFailure where the Hub
        does not answer.
        """
        info = self.ask(
            lambda api, token: api.model_info(
                name, revision=revision, files_metadata=True, token=token, timeout=self._patience.stall_s
            ),
            name,
        )
        files = _useful(info.siblings or [])
        if not any(WEIGHTS.fullmatch(file.rfilename) for file in files):
            raise ModelError(
                f"“{name}” holds no weights in the safetensors format, the only one that PTStudio takes from the Hub.",
                "Choose another model: “ptstudio models search” shows only those that can be used.",
            )
        commit = info.sha or ""
        return Repository(
            name=name,
            commit=commit,
            licence=stated_licence(info),
            is_gated=bool(info.gated) or bool(info.private),
            files=tuple(self._file(name, commit, file) for file in files),
        )

    def ask(self, question: "Callable[[HfApi, str | bool], Outcome]", what: str) -> Outcome:
        """Ask the Hub through its own client; with the token only where it does not answer without.

        Raises the errors of `refusal`, and JobFailure where the Hub cannot be reached or the network is switched off.
        """
        from huggingface_hub.errors import HfHubHTTPError

        def asked(token: str | bool) -> Outcome:
            return persist(lambda: self._asked(question, token, what), self._pace, self._patience)

        try:
            return asked(False)
        except ModelError as error:
            cause = error.__cause__
            is_hidden = isinstance(cause, HfHubHTTPError) and cause.response.status_code in MAYBE_PRIVATE
            token = hub_token() if is_hidden else None
            if token is None:
                raise
        return asked(token)

    def _asked(self, question: "Callable[[HfApi, str | bool], Outcome]", token: str | bool, what: str) -> Outcome:
        import httpx2
        from huggingface_hub import HfApi
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

        raise_if_offline()
        check_address(self.address, ENDPOINT)
        api = HfApi(self.address, library_name="ptstudio", library_version=__version__)
        try:
            return aside(lambda: question(api, token), self._watch)
        except HfHubHTTPError as error:
            response = error.response
            raise refusal(response.status_code, response.headers, what, self.address) from error
        except httpx2.ReadTimeout as error:
            raise stalled(what, self.address, self._patience.stall_s) from error
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise unreachable(self.address, type(error).__name__) from error
        except httpx2.HTTPError as error:
            raise broken(self.address, type(error).__name__) from error
        except OfflineModeIsEnabled as error:
            raise told_to_be_offline() from error
        except HFValidationError as error:
            raise no_name(what) from error
        except ValueError as error:
            raise no_answer(self.address) from error

    def _watch(self) -> None:
        self._pace.keep()
        if is_offline():
            raise switched_off()

    def _file(self, name: str, commit: str, file: "RepoSibling") -> RemoteFile:
        from huggingface_hub import hf_hub_url

        return RemoteFile(
            address=hf_hub_url(name, file.rfilename, revision=commit, endpoint=self.address),
            name=file.rfilename,
            belongs_to=name,
            size=file.size or 0,
            is_exact=file.size is not None,
            sha256=file.lfs.sha256 if file.lfs else "",
            git_sha1="" if file.lfs else file.blob_id or "",
        )


def stated_licence(info: "ModelInfo") -> str:
    """The licence that a repository states, by its SPDX name where that is known."""
    tags = (tag.removeprefix("license:") for tag in info.tags or () if tag.startswith("license:"))
    card = info.card_data.get("license") if info.card_data else None
    return licence.licence_of(card if isinstance(card, str) else next(tags, "")).spdx


def _is_no_card(file: "RepoSibling") -> bool:
    return file.rfilename == CARD and (file.size or 0) > MOST_CARD_BYTES


def _useful(files: "list[RepoSibling]") -> "list[RepoSibling]":
    """Of the files beside the configuration those that PTStudio reads; no program code, no pickle, nothing else."""
    weights = [file for file in files if WEIGHTS.fullmatch(file.rfilename)]
    whole = [file for file in weights if file.rfilename == "model.safetensors"]
    small = [file for file in files if BESIDE.fullmatch(file.rfilename) and not _is_no_card(file)]
    if whole:
        small = [file for file in small if not file.rfilename.endswith(".index.json")]
    return [*small, *(whole or weights)]
