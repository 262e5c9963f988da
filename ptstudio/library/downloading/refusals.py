"""What is said when a download cannot be: one sentence on what happened, one on what helps; knows no protocol."""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from ptstudio.core.amount import byte_size
from ptstudio.core.errors import AccessRefused, DiskFull, JobFailure, ModelError, PTStudioError, SettingsError
from ptstudio.core.offline import is_offline, way_to_the_network
from ptstudio.library.downloading.persistence import Setback
from ptstudio.library.downloading.remote_file import RemoteFile

KEPT = "What has arrived is kept: the next attempt goes on from there."
CHECK = "Check the network, and the proxy if there is one, then try again."
SHOW_WHO_ASKS = (
    "make a token at https://huggingface.co/settings/tokens and give it by “ptstudio models get --ask-token”, or in "
    "the environment variable HF_TOKEN"
)
_REASONS = {
    "ConnectError": "nobody answers there",
    "ConnectTimeout": "no answer came in time",
    "ReadError": "the line was cut",
    "RemoteProtocolError": "the line was cut",
    "WriteTimeout": "nothing went through for a while",
    "ProxyError": "the proxy refused",
}
"""What the errors of the network library, by their names, mean."""
TOO_MANY, TOO_SLOW, NOT_NOW = 429, 408, 503


def raise_if_offline() -> None:
    """Raise JobFailure while the switch forbids the network."""
    if is_offline():
        raise JobFailure(
            "The network is switched off, so nothing was fetched.",
            f"{way_to_the_network()} Weights that are on a disk need no network: “ptstudio models add”.",
        )


def switched_off() -> JobFailure:
    """The network was allowed when the work began, and no longer is."""
    return JobFailure(
        "The network was switched off meanwhile.",
        f"{way_to_the_network()} Then ask for the same again: it goes on where it was.",
    )


def check_address(address: str, variable: str) -> None:
    """Raise SettingsError where what an environment variable names is no address of a server."""
    try:
        url = urlsplit(address)
        is_address = url.scheme in ("http", "https") and bool(url.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise SettingsError(
            f"“{address}”, which {variable} in the environment names, is no address of a server.",
            f"It has to begin with https:// or http://. Correct {variable}, or unset it.",
        )


def refusal(
    status: int, headers: Mapping[str, str], what: str, address: str, kept: str = ""
) -> PTStudioError | Setback:
    """The error for an answer that is none; a Setback where the same question may be answered later.

    `headers` may hold `X-Error-Code`, by which the Hub says more (huggingface_hub, `hf_raise_for_status`). `kept` is
    said to those who may try again.
    """
    host, code = urlsplit(address).netloc, headers.get("X-Error-Code", "")
    if code == "GatedRepo" or (status == 403 and code != "RepoNotFound"):
        return AccessRefused(
            f"“{what}” is only given to people who may have it.",
            f"Open its page on {host} in a browser, accept its terms while signed in, then {SHOW_WHO_ASKS}.",
        )
    if status == TOO_MANY:
        return _too_many(headers, host, kept)
    if status >= 500 or status == TOO_SLOW:
        return _faulty(status, headers, what, host, kept)
    return _absent(status, code, what, host, kept)


def stalled(what: str, host: str, seconds: float, kept: str = "") -> Setback:
    """Nothing arrived for a while."""
    return Setback(
        JobFailure(
            f"The transfer of “{what}” from {host} stood still: nothing came for {seconds:g} s, several times.",
            _hint("Check the connection, then try again.", kept),
        )
    )


def unreachable(host: str, reason: str, kept: str = "") -> Setback:
    """Nobody answered at all."""
    return Setback(
        JobFailure(f"The connection to {host} could not be made{_in_words(reason)}.", _hint(CHECK, kept)),
        is_unreachable=True,
    )


def broken(host: str, reason: str, kept: str = "") -> Setback:
    """The connection broke."""
    return Setback(JobFailure(f"The connection to {host} broke several times{_in_words(reason)}.", _hint(CHECK, kept)))


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
        f"There is too little room on the disk of “{folder}”: {byte_size(needed)} are needed, "
        f"{byte_size(free)} are free.",
        f"Free some space, then try again. {KEPT}",
    )


def filled_up(folder: str) -> DiskFull:
    """The disk became full while bytes arrived."""
    return DiskFull(f"The disk of “{folder}” is full.", f"Free some space, then try again. {KEPT}")


def _absent(status: int, code: str, what: str, host: str, kept: str) -> PTStudioError:
    if code == "RevisionNotFound":
        return ModelError(f"“{what}” has no such revision ({status}).", "Leave out “@…” to get the newest.")
    if status == 401:
        return AccessRefused(
            f"{host} does not say whether “{what}” exists: it is private, or misspelt, or the token is wrong (401).",
            f"Check the spelling. If it is private, {SHOW_WHO_ASKS}.",
        )
    if status in (404, 410):
        return ModelError(f"There is no “{what}” on {host} ({status}).", "Check the spelling; it may also be gone.")
    return JobFailure(f"{host} refused “{what}” (status {status}).", _hint("Try again later.", kept))


def _faulty(status: int, headers: Mapping[str, str], what: str, host: str, kept: str) -> Setback:
    error = JobFailure(
        f"{host} has a fault of its own ({status}); “{what}” could not be fetched.", _hint("Try again later.", kept)
    )
    return Setback(error, _asked_wait(headers) if status == NOT_NOW else None)


def _too_many(headers: Mapping[str, str], host: str, kept: str) -> Setback:
    wait_s = _asked_wait(headers)
    when = "in a few minutes" if wait_s is None else f"in {max(1, round(wait_s / 60))} min"
    error = JobFailure(
        f"{host} has had too many requests from here (429).",
        _hint(f"Try again {when}. Those who give a token may ask more often.", kept),
    )
    return Setback(error, wait_s)


def _in_words(reason: str) -> str:
    """What the network library calls it means nothing to a person; what only the log may hold is left out."""
    words = _REASONS.get(reason, "" if reason.isidentifier() else reason)
    return f": {words}" if words else ""


def _hint(what_helps: str, kept: str) -> str:
    return f"{what_helps} {kept}".strip()


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds until what `Retry-After` states: a number of them, or a date (RFC 9110, section 10.2.3)."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdecimal():
        return float(stated)
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except ValueError:
        return None
