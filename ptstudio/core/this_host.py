"""Which addresses are this machine talking to itself."""

import os
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


def is_within(family: int, address: object) -> bool:
    """Whether a socket of that family stays on this machine when it goes to `address`; a malformed one goes nowhere."""
    if family == getattr(socket, "AF_UNIX", None):  # which Windows lacks
        return True
    if family not in (socket.AF_INET, socket.AF_INET6):
        return False
    if not isinstance(address, tuple) or len(address) < 2:
        return True
    return is_this_host(address[0]) and address[1] not in _proxy_ports()


def is_this_host(host: object) -> bool:
    """Whether a name or number, as calls of sockets take them, means this machine. None and "" are its wildcards.

    Its own name does not: whoever looks that up may ask a name server.
    """
    number = _number(host)
    if number is None:
        return _text(host).lower() in ("", "localhost")
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return (mapped or number).is_loopback or number.is_unspecified


def needs_no_look_up(host: object) -> bool:
    """Whether nobody must be asked for the address of `host`: it is this machine, or a number already."""
    return _number(host) is not None or is_this_host(host)


def _text(host: object) -> str:
    if isinstance(host, bytes | bytearray):
        return host.decode(errors="replace")
    return "" if host is None else str(host)


def _number(host: object) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(_text(host))
    except ValueError:
        return None


def _proxy_ports() -> set[int]:
    """The ports at which the environment names a proxy: to talk to one is to talk to other hosts."""
    named = [os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXIES]
    return {port for proxy in named if proxy and (port := _port(proxy))}


def _port(proxy: str) -> int | None:
    try:
        return urlsplit(proxy if "://" in proxy else f"//{proxy}").port
    except ValueError:
        return None
