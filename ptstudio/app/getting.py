"""Asking before a download: its licence, its size, and whether the network may be used; then it begins."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.download_state import Wanted
from ptstudio.app.network_switch import switch_offline
from ptstudio.app.session import Session
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.core.acceptance import accept, is_accepted
from ptstudio.core.errors import PTStudioError, explain_os_error
from ptstudio.core.offline import is_offline


def ask_and_get(parent: QWidget, session: Session, wanted: Wanted) -> None:
    """Get a model; first ask what was not settled before. It does not wait for the answer.

    A licence that was accepted once is not asked for again, but leave to use the network is, while that is forbidden.
    """
    known = is_accepted(wanted.asked, wanted.licence)
    if known and not is_offline():
        session.downloads.get(wanted)
        return
    dialog = LicenceDialog(parent, wanted, is_accepted=known)
    dialog.accepted.connect(lambda: _begin(session, wanted))
    dialog.open()


def _begin(session: Session, wanted: Wanted) -> None:
    """Remember what was agreed to, and begin."""
    try:
        accept(wanted.asked, wanted.licence)
        if is_offline():
            switch_offline(session, is_wanted=False)
    except OSError as error:
        session.failed.emit(explain_os_error(error, "remembering what you agreed to"))
        return
    except PTStudioError as error:
        session.failed.emit(error)
        return
    session.downloads.get(wanted)
