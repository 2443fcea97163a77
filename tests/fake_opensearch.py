"""A search server that is none: the requests `index --to opensearch` makes, answered from memory, and failures on demand."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass
class Fake:
    """`busy`: statuses to answer the next bulk requests with, whole; `item_statuses`: statuses of a document's next tries, by key."""

    url: str = ""
    templates: dict[str, Any] = field(default_factory=dict)
    indices: dict[str, dict[str, Any]] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    busy: list[int] = field(default_factory=list)
    item_statuses: dict[str, list[int]] = field(default_factory=dict)
    user: str | None = None  #: the Authorization header that is asked for

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        self.requests.append((method, path))
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match method, parts:
            case "PUT", ["_index_template", name]:
                self.templates[name] = json.loads(body)
                return 200, {"acknowledged": True}
            case "HEAD" | "GET", ["_alias", name]:
                held = self.aliases.get(name)
                return (200, {index: {"aliases": {name: {}}} for index in held}) if held else (404, {"error": "missing", "status": 404})
            case "POST", ["_aliases"]:
                return 200, self._move(json.loads(body)["actions"])
            case "POST" | "PUT", [index, "_bulk"]:
                return (self.busy.pop(0), {"error": "rejected"}) if self.busy else (200, self._bulk(index, body))
            case "POST", [_, "_refresh"]:
                return 200, {}
            case "HEAD", [name]:
                return (200 if name in self.indices else 404), {}
            case "PUT", [name]:
                self.indices[name] = {}
                return 200, {"index": name}
            case "DELETE", [name]:
                return 200, self.indices.pop(name) and {}
            case "GET", [pattern]:
                wanted = re.compile(pattern.replace("*", ".*"))
                return 200, {name: {} for name in self.indices if wanted.fullmatch(name)}
        return 400, {"error": f"{method} {path}"}

    def _move(self, actions: list[dict[str, Any]]) -> dict[str, Any]:
        for action in actions:
            ((kind, which),) = action.items()
            held = self.aliases.setdefault(which["alias"], [])
            held.append(which["index"]) if kind == "add" else held.remove(which["index"])
        return {"acknowledged": True}

    def _bulk(self, index: str, body: bytes) -> dict[str, Any]:
        lines = iter(body.decode().splitlines())
        return {"errors": False, "items": [self._item(index, json.loads(line), lines) for line in lines]}

    def _item(self, index: str, action: dict[str, Any], lines: Iterator[str]) -> dict[str, Any]:
        ((kind, which),) = action.items()
        key, held = which["_id"], self.indices.setdefault(index, {})
        document = json.loads(next(lines)) if kind == "index" else None
        refused = self.item_statuses.get(key)
        if refused:
            return {kind: {"_id": key, "status": refused.pop(0), "error": {"type": "made_up", "reason": "asked for by the test"}}}
        if kind == "delete":
            return {"delete": {"_id": key, "status": 200 if held.pop(key, None) else 404}}
        held[key] = document
        return {"index": {"_id": key, "status": 201}}


@contextmanager
def fake_opensearch() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            allowed = fake.user is None or self.headers.get("Authorization") == fake.user
            status, answer = fake.answer(self.command, urlsplit(self.path).path, body) if allowed else (401, {"error": "who are you"})
            data = json.dumps(answer).encode() if self.command != "HEAD" else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
