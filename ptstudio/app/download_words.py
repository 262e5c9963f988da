"""How a download stands, in words; knows no widget."""

from ptstudio.app import formats
from ptstudio.app.download import Download, Stand
from ptstudio.app.translation import tr
from ptstudio.core.events import StepEnded
from ptstudio.library.library import BYTES_PER_MB


def standing(download: Download) -> str:
    """One sentence, or, while bytes arrive, how many, how fast, and for how long."""
    step = download.progress
    if download.stand is Stand.GETTING:
        return arriving(step) if step is not None else tr("Getting its first bytes…")
    if download.stand in (Stand.PAUSED, Stand.STOPPED) and step is not None:
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
    }.get(download.stand, tr("Stopped. What has arrived is kept, and it goes on from there."))


def arriving(step: StepEnded) -> str:
    """“12 of 44 MB, 3.1 MB a second, about 10 s left”, as far as it is known."""
    parts = [_amount(step)]
    if step.bytes_per_s:
        parts.append(tr("{size} a second", size=formats.size(step.bytes_per_s / BYTES_PER_MB)))
    if step.remaining_s is not None and step.done != step.total:
        parts.append(formats.remaining(step.remaining_s))
    return ", ".join(parts)


def _amount(step: StepEnded) -> str:
    done = formats.size(step.done / BYTES_PER_MB)
    return tr("{done} of {all}", done=done, all=formats.size((step.total or step.done) / BYTES_PER_MB))
