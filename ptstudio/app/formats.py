"""Times, sizes and counts as a person reads them; knows no widget."""

from datetime import datetime

from ptstudio.app.translation import tr
from ptstudio.core import amount

size, byte_size = amount.size, amount.byte_size


def duration(seconds: float) -> str:
    """About how long: “5 s”, “12 min”, “3 h 20 min”."""
    if seconds < 90:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else tr("{hours} h", hours=hours)


def blink(seconds: float) -> str:
    """How long something short took: “0.4 ms”, “84 ms”, “1.2 s”."""
    if seconds >= 1:
        return tr("{seconds} s", seconds=f"{seconds:.1f}")
    milliseconds = 1000 * seconds
    return tr("{number} ms", number=f"{milliseconds:.1f}" if milliseconds < 10 else f"{milliseconds:.0f}")


def remaining(seconds: float | None) -> str:
    """How long something will still take, or nothing where that is not known."""
    return tr("about {time} left", time=duration(seconds)) if seconds is not None else ""


def share(value: float, digits: int = 1) -> str:
    """A share from 0 to 1 as per cent."""
    return f"{100 * value:.{digits}f} %"


def count(number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}"


def samples(number: int) -> str:
    """So many samples, whatever they are."""
    return tr("1 sample") if number == 1 else tr("{count} samples", count=count(number))


def classes(number: int) -> str:
    """So many classes."""
    return tr("1 class") if number == 1 else tr("{count} classes", count=count(number))


def sentence(words: str) -> str:
    """The same with a full stop at its end."""
    return words if not words or words.endswith((".", "!", "?", "…")) else tr("{words}.", words=words)


def day(moment: str | float) -> str:
    """A moment, ISO 8601 or Unix time, as local date and time."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment).astimezone()
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
