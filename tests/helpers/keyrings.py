"""Keyrings for tests: one in memory; nobody's own keyring is ever touched."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError


class NoKeyring(KeyringBackend):
    """A system without one."""

    priority = 1

    def __init__(self) -> None:
        """Read no settings of whoever runs the test."""

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError(service, username, len(password))


class MemoryKeyring(KeyringBackend):
    """Keeps passwords as long as the test lasts."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


def use_keyring(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    """From now on this is the system's keyring."""
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
