"""Round numbers on a logarithmic axis of times, from parts of a millisecond to days; knows no widget."""

from ptstudio.app.translation import tr

MOST_TICKS = 6
_ROUND_S = (
    *(digit * 10.0**power for power in range(-5, 1) for digit in (1, 2, 5)),
    *(10.0, 20.0, 30.0),
    *(60.0 * minutes for minutes in (1, 2, 5, 10, 20, 30)),
    *(3600.0 * hours for hours in (1, 2, 5, 10, 24, 48, 120, 240)),
)


def ticks(low_s: float, high_s: float) -> list[tuple[float, str]]:
    """The round times between two times, in seconds and in words; not too many of them."""
    found = [seconds for seconds in _ROUND_S if low_s <= seconds <= high_s]
    step = -(-len(found) // MOST_TICKS) if found else 1
    return [(seconds, words(seconds)) for seconds in found[::step]]


def words(seconds: float) -> str:
    """A round time in short: “5 ms”, “20 s”, “10 min”."""
    if seconds < 1:
        return tr("{number} ms", number=f"{1000 * seconds:.6g}")
    if seconds < 60:
        return tr("{seconds} s", seconds=f"{seconds:g}")
    if seconds < 3600:
        return tr("{minutes} min", minutes=f"{seconds / 60:g}")
    return tr("{hours} h", hours=f"{seconds / 3600:g}")
