"""What is said where the network is forbidden but wanted; knows no widget."""

from ptstudio.app.translation import tr
from ptstudio.core.offline import always_forbidden_by


def leave_words() -> str:
    """What going on means while PTStudio is offline and a person may allow the network."""
    return tr("PTStudio is offline now. If you go on, it may use the network from here on, only for what you ask "
              "for. The switch at the bottom of the window forbids it again.")  # fmt: skip


def forbidden() -> tuple[str, str]:
    """Why nothing can be allowed here, and what helps."""
    why = tr("The network stays forbidden to this window, because it was started with “{what}”.",
             what=always_forbidden_by())  # fmt: skip
    return why, tr("Start it without that, or bring the weights as a file or in a model pack.")
