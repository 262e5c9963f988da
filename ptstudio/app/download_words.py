"""How a download stands, in words; knows no widget."""

from urllib.parse import urlsplit

from ptstudio.app import formats
from ptstudio.app.download_state import DownloadState, Stand
from ptstudio.app.translation import tr
from ptstudio.core.events import StepEnded


def standing(download: DownloadState) -> str:
    """One sentence, or, while bytes arrive, how many, how fast, and for how long."""
    step = download.progress
    if download.stand is Stand.GETTING:
        return arriving(step) if step is not None and step.done else _connecting(download)
    if download.stand is Stand.CUT_OFF:
        return tr("The network is switched off. It goes on where it was when you allow it again.")
    if download.stand in (Stand.PAUSED, Stand.STOPPED) and step is not None and step.done:
        paused, stopped = tr("Paused. {amount} are here."), tr("Stopped. {amount} are here; it goes on from there.")
        return (paused if download.stand is Stand.PAUSED else stopped).format(amount=_amount(step))
    if download.stand is Stand.FAILED and download.failure is not None:
        return tr(download.failure.message)
    return {
        Stand.WAITING: tr("Waits in line until another one has ended."),
        Stand.LOOKING_UP: tr("Looking up where the weights are…"),
        Stand.PAUSED: tr("Paused."),
        Stand.ADDING: tr("All of it is here and verified. Adding it to the library…"),
        Stand.STOPPING: tr("Stopping…"),
        Stand.HERE: tr("It is in the library."),
    }.get(
        download.stand,
        tr("Stopped.") if step is not None else tr("Stopped. What has arrived is kept, and it goes on from there."),
    )


def what_helps(download: DownloadState) -> str:
    """What a person can do in the window about one that has failed."""
    failure = download.failure
    if failure is None:
        return ""
    if failure.wants_token:
        return tr("Open its page in a browser, sign in there and agree to its terms. Then give PTStudio a token, which "
                  "shows who you are.")  # fmt: skip
    return tr(failure.hint)


def is_connecting(download: DownloadState) -> bool:
    """Whether nothing has arrived yet of one that is asked for."""
    return download.stand is Stand.GETTING and not (download.progress and download.progress.done)


def arriving(step: StepEnded) -> str:
    """“12 of 44 MB, 3.1 MB a second, about 10 s left”, as far as it is known."""
    parts = [_amount(step)]
    if step.bytes_per_s:
        parts.append(tr("{size} a second", size=formats.byte_size(step.bytes_per_s)))
    if step.remaining_s is not None and step.done != step.total:
        parts.append(formats.remaining(step.remaining_s))
    return ", ".join(parts)


def _connecting(download: DownloadState) -> str:
    host = urlsplit(download.wanted.source).netloc
    return tr("Connecting to {host}…", host=host) if host else tr("Connecting…")


def _amount(step: StepEnded) -> str:
    return tr("{done} of {all}", done=formats.byte_size(step.done), all=formats.byte_size(step.total or step.done))
