"""What is said when a download cannot be: one sentence on what happened, one on what helps; knows no protocol."""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ptstudio.core.errors import AccessRefused, DiskFull, JobFailure, ModelError, PTStudioError
from ptstudio.core.offline import is_offline
from ptstudio.library.downloading.persistence import Setback
from ptstudio.library.downloading.remote_file import RemoteFile

KEPT = "What has arrived is kept: the next attempt goes on from there."
SHOW_WHO_ASKS = (
    "make a token at https://huggingface.co/settings/tokens and give it by “ptstudio models get --ask-token”, or in "
    "the environment variable HF_TOKEN"
)
TOO_MANY, TOO_SLOW, NOT_NOW = 429, 408, 503


def raise_if_offline() -> None:
    """Raise JobFailure while the switch forbids the network."""
    if is_offline():
        raise JobFailure(
            "The network is switched off, so nothing was fetched.",
            "Allow it by the switch at the bottom of the window, or for one command by --online. Weights that "
            "are on a disk need no network: “ptstudio models add”.",
        )


def switched_off() -> JobFailure:
    """The network was allowed when the work began, and no longer is."""
    return JobFailure(
        "The network was switched off; it goes on where it was when you allow it again.",
        "Allow it by the switch at the bottom of the window, or by --online, then ask for the same again.",
    )


def refusal(status: int, headers: Mapping[str, str], what: str, address: str) -> PTStudioError | Setback:
    """The error for an answer that is none; a Setback where the same question may be answered later.

    `headers` may hold `X-Error-Code`, by which the Hub says more (huggingface_hub, `hf_raise_for_status`).
    """
    host, code = urlsplit(address).netloc, headers.get("X-Error-Code", "")
    if code == "GatedRepo" or (status == 403 and code != "RepoNotFound"):
        return AccessRefused(
            f"“{what}” is only given to people who may have it ({status}, gated).",
            f"Open its page on {host} in a browser, accept its terms while signed in, then {SHOW_WHO_ASKS}.",
        )
    if status == TOO_MANY:
        return _too_many(headers, host)
    if status >= 500 or status == TOO_SLOW:
        return _faulty(status, headers, what, host)
    return _absent(status, code, what, host)


def stalled(what: str, host: str, seconds: float) -> Setback:
    """Nothing arrived for a while."""
    return Setback(
        JobFailure(
            f"The transfer of “{what}” from {host} stood still: nothing came for {seconds:g} s, several times.",
            f"Check the connection, then try again. {KEPT}",
        )
    )


def broken(what: str, host: str, reason: str) -> Setback:
    """The connection could not be made, or broke."""
    return Setback(
        JobFailure(
            f"The connection to {host} broke or could not be made, several times ({reason}).",
            f"Check the network, and the proxy if there is one, then get “{what}” again. {KEPT}",
        )
    )


def no_answer(host: str) -> JobFailure:
    """Something answered that is not the Hub."""
    return JobFailure(
        f"What answers at {host} does not speak the Hub's language.",
        "If this network wants a sign-in first, do that in a browser. If you use a mirror, check HF_ENDPOINT.",
    )


def told_to_be_offline() -> JobFailure:
    """The Hub's own client has been forbidden to ask."""
    return JobFailure(
        "HF_HUB_OFFLINE in the environment forbids the Hub's client to ask anything.", "Unset it, then try again."
    )


def no_name(name: str) -> ModelError:
    """This cannot be the name of a repository."""
    return ModelError(f"“{name}” is no name of a repository.", "It has the form OWNER/NAME or OWNER/NAME@REVISION.")


def wrong_content(file: RemoteFile) -> JobFailure:
    """What arrived is not what the publisher states."""
    return JobFailure(
        f"“{file.title}” from {file.host} is not what its publisher states: its hash is another one. It was deleted.",
        "Try again. If it happens again, something on the way changes files (a proxy, a mirror), or the server is not "
        "to be trusted.",
    )


def no_room(folder: str, needed: int, free: int) -> DiskFull:
    """There is too little room, in bytes."""
    return DiskFull(
        f"There is too little room on the disk of “{folder}”: {_mb(needed)} are needed, {_mb(free)} are free.",
        f"Free some space, then try again. {KEPT}",
    )


def filled_up(folder: str) -> DiskFull:
    """The disk became full while bytes arrived."""
    return DiskFull(f"The disk of “{folder}” is full.", f"Free some space, then try again. {KEPT}")


def _absent(status: int, code: str, what: str, host: str) -> PTStudioError:
    if code == "RevisionNotFound":
        return ModelError(f"“{what}” has no such revision ({status}).", "Leave out “@…” to get the newest.")
    if status == 401:
        return AccessRefused(
            f"{host} does not say whether “{what}” exists: it is private, or misspelt, or the token is wrong (401).",
            f"Check the spelling. If it is private, {SHOW_WHO_ASKS}.",
        )
    if status in (404, 410):
        return ModelError(f"There is no “{what}” on {host} ({status}).", "Check the spelling; it may also be gone.")
    return JobFailure(f"{host} refused “{what}” (status {status}).", f"Try again later. {KEPT}")


def _faulty(status: int, headers: Mapping[str, str], what: str, host: str) -> Setback:
    error = JobFailure(
        f"{host} has a fault of its own ({status}); “{what}” could not be fetched.", f"Try again later. {KEPT}"
    )
    return Setback(error, _asked_wait(headers) if status == NOT_NOW else None)


def _too_many(headers: Mapping[str, str], host: str) -> Setback:
    wait_s = _asked_wait(headers)
    when = "in a few minutes" if wait_s is None else f"in {max(1, round(wait_s / 60))} min"
    error = JobFailure(
        f"{host} has had too many requests from here (429).",
        f"Try again {when}. {KEPT} Those who give a token may ask more often.",
    )
    return Setback(error, wait_s)


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds until what `Retry-After` states: a number of them, or a date (RFC 9110, section 10.2.3)."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdecimal():
        return float(stated)
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except ValueError:
        return None


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
