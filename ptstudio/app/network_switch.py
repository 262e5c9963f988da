"""Forbidding the network and allowing it, for the window and all of its workers; asks nobody for consent."""

from ptstudio.app import network_words
from ptstudio.app.session import Session
from ptstudio.core.errors import JobFailure, explain_os_error
from ptstudio.core.offline import is_always_offline, set_offline


def switch_offline(session: Session, *, is_wanted: bool) -> None:
    """Remember what was chosen, and tell it. Raises JobFailure where the network cannot be allowed here, and the errors
    of `explain_os_error`.
    """
    if is_always_offline() and not is_wanted:
        raise JobFailure(*network_words.forbidden())
    try:
        set_offline(is_wanted)
    except OSError as error:
        raise explain_os_error(error, "remembering the offline switch") from error
    session.preferences_changed()
