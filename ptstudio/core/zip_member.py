"""What a member of a ZIP file is called and whether it can do harm, told from its entry alone; reads no content."""

import lzma
import re
import stat
import zipfile
import zlib

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError, RuntimeError)
"""What reading a ZIP file raises where it is damaged, or packed in a way that Python does not know."""
_IS_ENCRYPTED = 0x1
_IS_UTF8 = 0x800
_NOT_IN_WINDOWS = re.compile(r'[<>:"|?*\x00-\x1f]')
_RESERVED_IN_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.I)


def is_locked(info: zipfile.ZipInfo) -> bool:
    """Whether it needs a password."""
    return bool(info.flag_bits & _IS_ENCRYPTED)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant, with slashes.

    Many programs write UTF-8 and do not say so, and Python then reads it as cp437.
    """
    name = info.orig_filename.split("\0")[0]
    if not info.flag_bits & _IS_UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name.replace("\\", "/")
    return name.replace("\\", "/")


def danger(info: zipfile.ZipInfo) -> str:
    """Why a member must not be unpacked, to be said after its name; empty where its entry gives no reason."""
    name = name_of(info)
    if name.startswith("/") or re.match(r"[A-Za-z]:/", name) or ".." in name.split("/"):
        return "would be written outside of the folder it is unpacked into"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link or a device, not a file"
    return ""


def allowed_in_windows(part: str) -> str:
    """A part of a path as Windows can hold it; the same where it can."""
    part = _NOT_IN_WINDOWS.sub("_", part).rstrip(" .") or "_"
    return f"_{part}" if _RESERVED_IN_WINDOWS.fullmatch(part) else part
