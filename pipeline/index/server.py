"""Directives into OpenSearch or Elasticsearch, under an alias that always names one whole index.

NAME ─alias─▶ NAME-000002        a rebuild fills NAME-000003 beside it, then moves the alias in one step
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from pipeline.errors import MissingDependency
from pipeline.index.bulk import source, template
from pipeline.index.faults import ServerError
from pipeline.index.records import Record

_BUSY = frozenset({429, 502, 503, 504, "N/A", "TIMEOUT"})  #: worth another try; the last two are what the client calls no answer
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,200}")


@dataclass(frozen=True, slots=True)
class Server:
    """`pause` seconds before the first retry, then twice as long each time; a password better comes in `password` than in `url`."""

    url: str
    name: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None
    timeout: float = 60.0
    chunk: int = 500  #: documents a request
    retries: int = 6
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done. `swapped`: the alias names `index` now; not, when a rebuild had failures."""

    index: str
    sent: int
    deleted: int
    failed: int
    swapped: bool
    duplicates: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]  #: keys to delete that were not there


def send(
    server: Server,
    records: Iterable[Record],
    failures: Path,
    delete: Iterable[str] = (),
    rebuild: bool = False,
    progress: Callable[[int], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Sent:
    """Delete the keys and add the records, each in place of the one with its key; what the server refuses is written to `failures`.

    The first time, and with `rebuild`, a new index is filled, and the alias moved to it when nothing failed. Raises ServerError when the
    server does not answer or refuses a whole request, MissingDependency without opensearch-py.
    """
    if not _NAME.fullmatch(server.name):
        raise ServerError("the name is not allowed", server.name, "begin with a small letter; small letters, digits, - and _ follow")
    client = _client(server)
    with _explained(server):
        client.indices.put_index_template(name=server.name, body=template(server.name))
        old, known = _aliased(client, server.name), _generations(client, server.name)
        fresh = rebuild or not old
        target = _next(server.name, known) if fresh else old[-1]
        if fresh:
            client.indices.create(index=target)
        with _failures(failures) as failed:
            upload = _Upload(server, client, target, failed, sleep)
            deleted, unknown = upload.delete([] if fresh else dict.fromkeys(delete))
            sent, seen = upload.add(records, progress)
        client.indices.refresh(index=target)
        swapped = fresh and not failed.count
        if swapped:
            _swap(client, server.name, target, old, known)
    duplicates = tuple((key, n) for key, n in seen.items() if n > 1)
    return Sent(target, sent, deleted, failed.count, swapped or not fresh, duplicates, unknown)


# --- the client ------------------------------------------------------------------------------------------------------------------


def _client(server: Server) -> Any:
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise MissingDependency("opensearch-py is not installed", server.url, "run: pip install 'vanban[server]'") from None

    auth = (server.user, server.password or "") if server.user else None
    return OpenSearch(server.url, http_auth=auth, timeout=server.timeout, max_retries=0, ca_certs=server.ca_file)


@contextmanager
def _explained(server: Server) -> Iterator[None]:
    from opensearchpy.exceptions import AuthenticationException, AuthorizationException, OpenSearchException, TransportError

    host = urlsplit(server.url).netloc.rpartition("@")[2] or server.url
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        raise ServerError("it refuses this user", host, "give --user and the password in OPENSEARCH_PASSWORD") from error
    except TransportError as error:
        what = f"it answered {error.status_code}" if isinstance(error.status_code, int) else "it does not answer"
        raise ServerError(f"{what} ({str(error.error)[:160]})", host, "check --url, and whether the server is up") from error
    except OpenSearchException as error:
        raise ServerError(str(error)[:160], host, "check --url") from error


def _aliased(client: Any, name: str) -> list[str]:
    """The indices that the alias names, in order."""
    if client.indices.exists_alias(name=name):
        return sorted(client.indices.get_alias(name=name))
    if client.indices.exists(index=name):
        raise ServerError("an index of that name is in the way of the alias", name, "choose another --name, or reindex and delete it")
    return []


def _generations(client: Any, name: str) -> list[str]:
    found = client.indices.get(index=f"{name}-*", allow_no_indices=True)
    return sorted(one for one in found if re.fullmatch(re.escape(name) + r"-\d{6}", one))


def _next(name: str, known: list[str]) -> str:
    return f"{name}-{int(known[-1][-6:]) + 1 if known else 1:06}"


def _swap(client: Any, name: str, new: str, old: list[str], known: list[str]) -> None:
    """One request, done whole or not at all. The index before stays, to go back to; those before it are removed."""
    actions = [{"remove": {"index": one, "alias": name}} for one in old] + [{"add": {"index": new, "alias": name, "is_write_index": True}}]
    client.indices.update_aliases(body={"actions": actions})
    for one in known:
        if old and one < min(old):
            client.indices.delete(index=one)


# --- documents -------------------------------------------------------------------------------------------------------------------


class _Failures:
    """What the server refused, a line each; the file appears with the first one."""

    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 0
        self._stream: IO[str] | None = None

    def write(self, line: Mapping[str, Any]) -> None:
        self._stream = self._stream or open(self.path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
        self._stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.count += 1

    def close(self) -> None:
        if self._stream:
            self._stream.close()


@contextmanager
def _failures(path: Path) -> Iterator[_Failures]:
    failures = _Failures(path)
    try:
        yield failures
    finally:
        failures.close()


@dataclass(frozen=True, slots=True)
class _Upload:
    server: Server
    client: Any
    target: str
    failed: _Failures
    sleep: Callable[[float], None]

    def delete(self, keys: Iterable[str]) -> tuple[int, tuple[str, ...]]:
        """How many were deleted, and the keys that were not there."""
        unknown, count = [], 0
        for key, (ok, answer) in self._bulk({key: {"_op_type": "delete", "_id": key} for key in keys}).items():
            count += ok
            if not ok and answer.get("status") == 404:
                unknown.append(key)
            elif not ok:
                self._refused(key, None, answer)
        return count, tuple(unknown)

    def add(self, records: Iterable[Record], progress: Callable[[int], None]) -> tuple[int, Counter[str]]:
        """How many documents the server took, and how often each key came."""
        rest = iter(records)
        seen: Counter[str] = Counter()
        sent = 0
        while chunk := {record.key: record for record in self._counted(islice(rest, self.server.chunk), seen)}:
            answers = self._bulk({key: {"_id": key, "_source": source(record)} for key, record in chunk.items()})
            for key, (ok, answer) in answers.items():
                sent += ok
                if not ok:
                    self._refused(key, chunk[key].path, answer)
            progress(sum(seen.values()))
        return sent, seen

    def _counted(self, records: Iterable[Record], seen: Counter[str]) -> Iterator[Record]:
        for record in records:
            seen[record.key] += 1
            yield record

    def _bulk(self, actions: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[bool, dict[str, Any]]]:
        """The last answer to each action. Those that the server was too busy for are sent again, after longer and longer pauses."""
        done: dict[str, tuple[bool, dict[str, Any]]] = {}
        pending = dict(actions)
        for attempt in range(self.server.retries + 1):
            answers = self._request(pending)
            done |= answers
            pending = {key: pending[key] for key, (ok, answer) in answers.items() if not ok and answer.get("status") in _BUSY}
            if not pending or attempt == self.server.retries:
                break
            self.sleep(self.server.pause * 2**attempt)
        if pending and len(pending) == len(actions):  # nothing came through: it would be the same for all that follow
            error = next(iter(done.values()))[1].get("error")
            raise ServerError(f"it took nothing in {self.server.retries + 1} tries ({str(error)[:120]})", self.target, "try again later")
        return done

    def _request(self, actions: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[bool, dict[str, Any]]]:
        from opensearchpy.helpers import streaming_bulk

        if not actions:
            return {}
        answers = streaming_bulk(
            self.client,
            (dict(action) for action in actions.values()),
            index=self.target,
            chunk_size=self.server.chunk,
            max_chunk_bytes=50_000_000,
            raise_on_error=False,
            raise_on_exception=False,
        )
        return {key: (ok, next(iter(answer.values()))) for key, (ok, answer) in zip(actions, answers, strict=True)}

    def _refused(self, key: str, path: str | None, answer: Mapping[str, Any]) -> None:
        self.failed.write({"key": key, "path": path, "status": answer.get("status"), "error": answer.get("error")})
