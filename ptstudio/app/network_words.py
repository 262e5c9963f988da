"""What is said where the network is forbidden but wanted; knows no widget."""

from ptstudio.app.translation import tr


def leave_words() -> str:
    """What going on means while PTStudio is offline and a person may allow the network."""
    return tr("PTStudio is offline now. If you go on, it may use the network from here on, only for what you ask "
              "for. The switch at the bottom of the window forbids it again.")  # fmt: skip


def forbidden_words() -> str:
    """Why nothing can be allowed here."""
    return tr("The network stays forbidden to this window: it was started by “ptstudio --offline”, or "
              "PTSTUDIO_OFFLINE=1 is set in the environment. Start it without that, or bring the weights as a "
              "file or in a model pack.")  # fmt: skip
