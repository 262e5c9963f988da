"""The token for gated models: in the system's keyring, or in the environment; never in a file of ours."""

import os

from ptstudio.core.errors import JobFailure

SERVICE, USER = "PTStudio", "huggingface.co"
VARIABLE = "HF_TOKEN"


def hub_token() -> str | None:
    """The token: that of the environment variable HF_TOKEN, else the keyring's; None where there is none."""
    stated = os.environ.get(VARIABLE, "").strip()
    if stated:
        return stated
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, USER)
    except KeyringError:
        return None


def use_token(token: str) -> None:
    """Give a token to this process and the workers that it starts, and keep it nowhere."""
    os.environ[VARIABLE] = token.strip()


def keep_token(token: str) -> None:
    """Keep a token in the system's keyring; an empty one is forgotten. Raises JobFailure where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        if token.strip():
            keyring.set_password(SERVICE, USER, token.strip())
        else:
            keyring.delete_password(SERVICE, USER)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise JobFailure(
            "This system has no keyring that works, so the token was not kept.",
            f"Give it in the environment variable {VARIABLE} whenever a gated model is to be fetched.",
        ) from error
