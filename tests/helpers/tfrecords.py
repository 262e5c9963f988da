"""Reading TensorBoard's files: the framing by hand, what is in it by Google's own Protocol Buffers."""

import struct
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

# It states no types, and its stubs would be one more package for this file alone.
_descriptors: Any = import_module("google.protobuf.descriptor_pb2")
_pools: Any = import_module("google.protobuf.descriptor_pool")
_messages: Any = import_module("google.protobuf.message_factory")
_KINDS = {"double": 1, "float": 2, "int64": 3, "string": 9, "enum": 5, "message": 11}
_MESSAGES: dict[str, tuple[tuple[str, int, str, str], ...]] = {
    "Value": (("tag", 1, "string", ""), ("simple_value", 2, "float", "")),
    "Summary": (("value", 1, "message", "Value"),),
    "SessionLog": (("status", 1, "enum", ""),),
    "Event": (
        ("wall_time", 1, "double", ""),
        ("step", 2, "int64", ""),
        ("file_version", 3, "string", ""),
        ("summary", 5, "message", "Summary"),
        ("session_log", 7, "message", "SessionLog"),
    ),
}
"""As tensorflow/core/util/event.proto has them; an enum is read as a whole number, which is the same on the wire."""


@dataclass(frozen=True)
class Told:
    """One event: at which step, which figures, and whether it begins anew from there."""

    step: int
    figures: dict[str, float]
    version: str = ""
    is_restart: bool = False


def told_in(file: Path) -> list[Told]:
    """Every event of a file. Fails where a checksum or a message is wrong."""
    kind = _event_kind()
    found = []
    for record in _records(file.read_bytes()):
        event: Any = kind()
        event.ParseFromString(record)
        figures = {value.tag: round(value.simple_value, 6) for value in event.summary.value}
        found.append(Told(event.step, figures, event.file_version, event.session_log.status == 1))
    return found


def _records(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        length, checked = struct.unpack_from("<QI", content, at)
        record = content[at + 12 : at + 12 + length]
        assert checked == masked_crc(content[at : at + 8])
        assert struct.unpack_from("<I", content, at + 12 + length)[0] == masked_crc(record)
        found.append(record)
        at += 16 + length
    return found


def masked_crc(content: bytes) -> int:
    """Bit by bit, as the definition has it."""
    crc = 0xFFFFFFFF
    for byte in content:
        for bit in range(8):
            is_odd = (crc ^ byte >> bit) & 1
            crc = crc >> 1 ^ (0x82F63B78 if is_odd else 0)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _event_kind() -> Any:
    file = _descriptors.FileDescriptorProto(name="event.proto", package="t", syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, of in fields:
            is_many = name == "Summary"
            made = message.field.add(
                name=field, number=number, label=3 if is_many else 1, type=_KINDS["int64" if kind == "enum" else kind]
            )
            if of:
                made.type_name = f".t.{of}"
    pool = _pools.DescriptorPool()
    pool.Add(file)
    return _messages.GetMessageClass(pool.FindMessageTypeByName("t.Event"))
