"""What went wrong in a thread, as something that a person can read; knows no widget."""

from ptstudio.core.errors import PTStudioError, explain_os_error


def readable(error: Exception, doing: str) -> PTStudioError:
    """The error with a message and a hint, met while `doing` something. Raises what is a mistake of ours."""
    if isinstance(error, PTStudioError):
        return error
    if isinstance(error, OSError):
        return explain_os_error(error, doing)
    raise error
