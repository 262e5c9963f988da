"""What counts as this machine: its loopback and its wildcards; not its own name, nor a proxy that runs on it."""

import socket
from ipaddress import IPv4Address

import pytest

from ptstudio.core.this_host import is_this_host, is_within, needs_no_look_up

HERE = ["localhost", "LOCALHOST", b"localhost", "127.0.0.1", "127.8.7.6", "::1", "::ffff:127.0.0.1", "::"]
ELSEWHERE = [
    *("192.0.2.1", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.1", "example.com", b"example.com"),
    *("localhost.example.com", "127.0.0.1.example.com", socket.gethostname() + ".", "<broadcast>"),
]


@pytest.mark.parametrize("host", [*HERE, str(IPv4Address(0)), "", None])
def test_loopback_and_the_wildcards_are_this_machine(host: object) -> None:
    assert is_this_host(host)
    assert needs_no_look_up(host)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_all_else_is_not(host: object) -> None:
    assert not is_this_host(host)


def test_a_number_needs_no_look_up_but_a_name_does() -> None:
    assert needs_no_look_up("192.0.2.1")
    assert needs_no_look_up("2001:db8::1")
    assert not needs_no_look_up("example.com")


def test_what_a_socket_may_reach_depends_on_its_family() -> None:
    assert is_within(socket.AF_INET, ("127.0.0.1", 80))
    assert is_within(socket.AF_INET6, ("::1", 80, 0, 0))
    assert not is_within(socket.AF_INET, ("192.0.2.1", 80))
    assert not is_within(-1, ("127.0.0.1", 80)), "of a family that it does not know it believes nothing"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no local sockets")
def test_a_local_socket_never_leaves_the_machine() -> None:
    assert is_within(socket.AF_UNIX, "socket")


@pytest.mark.parametrize("address", ["192.0.2.1", ("192.0.2.1",), 5, None])
def test_what_is_no_address_is_left_to_the_system_to_refuse(address: object) -> None:
    assert is_within(socket.AF_INET, address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("https_proxy", "http://me:secret@127.0.0.1:3128"),
        ("HTTP_PROXY", "127.0.0.1:3128/"),
        ("all_proxy", "socks5://localhost:3128"),
    ],
)
def test_a_proxy_on_this_machine_leads_to_others(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(other, raising=False)
        monkeypatch.delenv(other.upper(), raising=False)
    assert is_within(socket.AF_INET, ("127.0.0.1", 3128))
    monkeypatch.setenv(name, value)
    assert not is_within(socket.AF_INET, ("127.0.0.1", 3128))
    assert is_within(socket.AF_INET, ("127.0.0.1", 3129))
    monkeypatch.setenv(name, "http://127.0.0.1:none")
    assert is_within(socket.AF_INET, ("127.0.0.1", 3128))
