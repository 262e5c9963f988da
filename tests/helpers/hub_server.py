"""A server on this machine that speaks the Hugging Face Hub's API as its client uses it, and can be made to fail."""

import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PIECE = 16 * 1024
LARGE = (".safetensors",)
TOKEN = "-".join(("hf", "right"))


@dataclass(frozen=True)
class Seen:
    """A request that arrived."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    start: int
    token: str

    @property
    def is_for_bytes(self) -> bool:
        """Whether it asks for a file's content, not for what there is."""
        return self.path.startswith(("/cdn/", "/plain/"))


@dataclass(frozen=True)
class Fault:
    """What goes wrong with an answer: a `status` in place of it; or after `after` bytes of it the connection is cut or
    stands still; or its bytes are other ones; or they come slowly. With `is_reset` bytes on their way are lost too.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: int | None = None
    stall_s: float = 0.0
    is_wrong: bool = False
    rest_s: float = 0.0
    is_reset: bool = False


@dataclass
class Repository:
    """A repository as it is published."""

    name: str
    files: dict[str, bytes]
    commit: str
    licence: str = "apache-2.0"
    pipeline: str = "image-classification"
    downloads: int = 10
    changed: str = "2026-05-01T12:00:00.000Z"
    parameters: Mapping[str, int] = field(default_factory=dict)
    gated: str | bool = False


class HubServer:
    """A context manager; `address` is for HF_ENDPOINT. `fault_of` decides for each request what goes wrong.

    Large files are kept at `cdn`, which may be another server.
    """

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.plain: dict[str, bytes] = {}
        self.seen: list[Seen] = []
        self.bytes_sent = 0
        self.knows_ranges = True
        self.cdn = ""
        self.fault_of: Callable[[Seen], Fault | None] = lambda _: None
        self.lock = threading.Lock()
        self.is_closing = threading.Event()

    def __enter__(self) -> "HubServer":
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.hub = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def publish(self, name: str, folder: Path, **facts: Any) -> Repository:
        """Publish a folder's files; the commit follows from their content."""
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        commit = hashlib.sha1(b"".join(files.values()), usedforsecurity=False).hexdigest()
        self.repositories[name] = Repository(name, files, commit, **facts)
        return self.repositories[name]

    def put(self, name: str, content: bytes) -> str:
        """Put a plain file on the server; gives its address."""
        self.plain[name] = content
        return f"{self.address}/plain/{name}"

    def asked_for_bytes(self) -> list[Seen]:
        """The requests for content."""
        return [seen for seen in self.seen if seen.is_for_bytes]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    hub: HubServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error."""


@dataclass(frozen=True)
class Answer:
    """What the server says."""

    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any, **__: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def _handle(self) -> None:
        url = urlsplit(self.path)
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        seen = Seen(self.command, unquote(url.path), parse_qs(url.query), start, token)
        hub = self.server.hub
        with hub.lock:
            hub.seen.append(seen)
            fault = hub.fault_of(seen) or Fault()
        if fault.status != 200:
            self._send(Answer(b"", fault.headers, fault.status), seen, fault)
        else:
            self._send(_answer(hub, seen), seen, fault)

    def _send(self, answer: Answer, seen: Seen, fault: Fault) -> None:
        content, status, headers = answer.content, answer.status, dict(answer.headers)
        etag = headers.get("ETag", "")
        is_same = self.headers.get("If-Range", etag) == etag
        if "Range" in self.headers and status == 200 and is_same and etag and self.server.hub.knows_ranges:
            if seen.start >= len(content):
                content, status, headers = b"", 416, {"Content-Range": f"bytes */{len(content)}"}
            else:
                headers["Content-Range"] = f"bytes {seen.start}-{len(content) - 1}/{len(content)}"
                content, status = content[seen.start :], 206
        if fault.is_wrong:
            content = bytes(byte ^ 1 for byte in content)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self._send_content(content, seen, fault)

    def _send_content(self, content: bytes, seen: Seen, fault: Fault) -> None:
        last = len(content) if fault.after is None else min(fault.after, len(content))
        for begin in range(0, last, PIECE):
            piece = content[begin : min(begin + PIECE, last)]
            self.wfile.write(piece)
            if seen.is_for_bytes:
                with self.server.hub.lock:
                    self.server.hub.bytes_sent += len(piece)
            if fault.rest_s:
                time.sleep(fault.rest_s)
        if fault.after is None:
            return
        self.server.hub.is_closing.wait(fault.stall_s)
        self.close_connection = True
        if fault.is_reset:  # a socket that does not linger is reset, as by a router that goes away
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)


def _answer(hub: HubServer, seen: Seen) -> Answer:
    parts = seen.path.strip("/").split("/")
    match parts:
        case ["plain", *_, name] if name in hub.plain:
            return Answer(hub.plain[name], {"ETag": f'"{_sha256(hub.plain[name])}"'})
        case ["cdn", sha256]:
            content = next(
                content
                for one in hub.repositories.values()
                for content in one.files.values()
                if _sha256(content) == sha256
            )
            return Answer(content, {"ETag": f'"{sha256}"'})
        case ["api", "models"]:
            return _json([_listed(one) for one in hub.repositories.values() if _is_meant(one, seen.query)])
        case ["api", "models", owner, name, *revision]:
            return _about(hub.repositories.get(f"{owner}/{name}"), revision[1:2])
        case [owner, name, "resolve", revision, file]:
            return _resolve(hub, f"{owner}/{name}", revision, file, seen)
    return Answer(b"", status=404)


def _about(repository: Repository | None, revision: list[str]) -> Answer:
    if repository is None:
        return Answer(b"", {"X-Error-Code": "RepoNotFound"}, 401)
    if revision and not _is_revision(repository, revision[0]):
        return Answer(b"", {"X-Error-Code": "RevisionNotFound"}, 404)
    siblings = [_sibling(name, content) for name, content in repository.files.items()]
    return _json(_listed(repository) | {"siblings": siblings, "private": False})


def _resolve(hub: HubServer, name: str, revision: str, file: str, seen: Seen) -> Answer:
    repository = hub.repositories.get(name)
    if repository is None or not _is_revision(repository, revision):
        return Answer(b"", {"X-Error-Code": "RepoNotFound"}, 404)
    if repository.gated and seen.token != TOKEN:
        return Answer(b"", {"X-Error-Code": "GatedRepo"}, 403 if seen.token else 401)
    if file not in repository.files:
        return Answer(b"", {"X-Error-Code": "EntryNotFound"}, 404)
    content = repository.files[file]
    commit = {"X-Repo-Commit": repository.commit}
    if not file.endswith(LARGE):
        return Answer(content, {"ETag": f'"{_git_sha1(content)}"', **commit})
    linked = {"X-Linked-Etag": f'"{_sha256(content)}"', "X-Linked-Size": str(len(content))}
    return Answer(b"", {"Location": f"{hub.cdn}/cdn/{_sha256(content)}", **linked, **commit}, 302)


def _listed(repository: Repository) -> dict[str, Any]:
    config = json.loads(repository.files.get("config.json", b"{}"))
    has_safetensors = any(name.endswith(".safetensors") for name in repository.files)
    return {
        "id": repository.name,
        "sha": repository.commit,
        "downloads": repository.downloads,
        "gated": repository.gated,
        "lastModified": repository.changed,
        "tags": ["transformers", *(["safetensors"] if has_safetensors else []), f"license:{repository.licence}"],
        "cardData": {"license": repository.licence},
        "config": {key: config[key] for key in ("architectures", "model_type", "auto_map") if key in config},
        "pipeline_tag": repository.pipeline,
    } | _weights(repository)


def _weights(repository: Repository) -> dict[str, Any]:
    total = sum(repository.parameters.values())
    return {"safetensors": {"parameters": repository.parameters, "total": total}} if total else {}


def _is_meant(repository: Repository, query: Mapping[str, list[str]]) -> bool:
    about = _listed(repository)
    words = query.get("search", [""])[0]
    pipeline = query.get("pipeline_tag", [repository.pipeline])[0]
    return (
        words in repository.name
        and pipeline == repository.pipeline
        and set(query.get("filter", [])) <= set(about["tags"])
    )


def _sibling(name: str, content: bytes) -> dict[str, Any]:
    about: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": _git_sha1(content)}
    if name.endswith(LARGE):
        about["lfs"] = {"sha256": _sha256(content), "size": len(content), "pointerSize": 134}
    return about


def _is_revision(repository: Repository, revision: str) -> bool:
    return revision == "main" or (len(revision) >= 7 and repository.commit.startswith(revision))


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), {"Content-Type": "application/json"})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
