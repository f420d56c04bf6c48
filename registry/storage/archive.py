"""One file that holds both stores at one moment, taken while others write; restored into either kind of database.

A zip of JSON lines and a manifest, closed by the sha256 of everything before it (as the zip's comment): one flipped
byte anywhere, and it is refused. Sessions and throttles stay out: after a restore everybody signs in again.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, Engine, Table, create_engine

from registry.messages import N_, Message
from registry.storage.activity import metadata as activity_metadata
from registry.storage.activity import session_table, throttle_table
from registry.storage.engine import engine_options, prepare, write_intent
from registry.storage.migrate import ACTIVITY, REGISTRY, downgrade, revision_of, revisions, upgrade, version_table
from registry.storage.rows import BATCH, Row, count_rows, read_rows, tables_of, write_rows

FORMAT = 1
NAMES = {REGISTRY: "registry", ACTIVITY: "activity"}
SEAL = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
PASSING = frozenset({session_table.name, throttle_table.name})
KEPT_ACTIVITY = frozenset(activity_metadata.tables) - PASSING
VERSIONS = frozenset({version_table(REGISTRY), version_table(ACTIVITY)})


class BadArchive(Exception):
    """The file cannot be used, or not here; the message says why and what to do."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.message = Message(text, **values)
        super().__init__(str(self.message))


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: when it was made, each store's revision, rows per table, the log's length and head."""

    format: int
    made_at: str
    revisions: dict[str, str]
    counts: dict[str, dict[str, int]]
    log_count: int
    log_head: str


def backup(path: Path, registry_url: str, activity_url: str) -> Manifest:
    """Write the archive, whole or not at all, readable by its owner only. Others go on writing meanwhile."""
    with _written_whole(path) as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            manifest = _fill(archive, registry_url, activity_url)
            archive.writestr("manifest.json", json.dumps(asdict(manifest), indent=1))
            archive.comment = b"0" * SEAL
        digest = _digest(file)
        file.seek(-SEAL, os.SEEK_END)
        file.write(digest.encode())
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What the archive says it holds. Raises BadArchive when it is none, or not as it was written."""
    try:
        with path.open("rb") as file:
            digest = _digest(file)
            sealed = file.read(SEAL) == digest.encode()
    except OSError:
        raise BadArchive(N_("Không mở được tệp %(path)s."), path=path) from None
    if not sealed:
        raise BadArchive(N_("Tệp %(path)s không phải bản sao lưu, hoặc đã hỏng; hãy dùng bản khác."), path=path)
    with ZipFile(path) as archive:
        return Manifest(**json.loads(archive.read("manifest.json")))


def restore(path: Path, registry: Engine, activity: Engine) -> Manifest:
    """Fill two empty stores from an archive and bring them up to this program. Raises BadArchive; then they stay empty.

    PostgreSQL or SQLite, whichever the archive was made from.
    """
    manifest = read_manifest(path)
    stores = {REGISTRY: registry, ACTIVITY: activity}
    for store, engine in stores.items():
        if manifest.revisions[NAMES[store]] not in revisions(store):
            raise BadArchive(N_("Bản sao lưu thuộc một bản chương trình mới hơn; hãy nâng cấp chương trình trước."))
        _refuse_filled(engine, store)
    with ZipFile(path) as archive:
        for store, engine in stores.items():
            if revision_of(engine, store) is not None:
                downgrade(engine, store)
            upgrade(engine, store, manifest.revisions[NAMES[store]])
            _load(archive, store, engine, manifest.counts[NAMES[store]])
            upgrade(engine, store)
    return manifest


def _fill(archive: ZipFile, registry_url: str, activity_url: str) -> Manifest:
    found, counts = {}, {}
    log: Any = None
    for store, url in ((REGISTRY, registry_url), (ACTIVITY, activity_url)):
        with _snapshot(url) as connection:
            found[NAMES[store]] = revision_of(connection, store) or ""
            counts[NAMES[store]] = {
                table.name: _dump(archive, store, connection, table) for table in _tables(connection, store)
            }
            if store == REGISTRY:
                log = connection.exec_driver_sql("SELECT count, hash FROM audit_head").one()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(FORMAT, made_at, found, counts, log[0], bytes(log[1]).hex())


def _dump(archive: ZipFile, store: str, connection: Connection, table: Table) -> int:
    written = 0
    with archive.open(_member(store, table.name), "w", force_zip64=True) as member:
        member.write(_line([column.name for column in table.columns]))
        rows = read_rows(connection, table)
        while batch := list(islice(rows, BATCH)):
            member.write(b"".join(map(_line, batch)))
            written += len(batch)
    return written


def _load(archive: ZipFile, store: str, engine: Engine, counts: dict[str, int]) -> None:
    with write_intent(), engine.begin() as connection:
        tables = _tables(connection, store)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in reversed(tables):
            if count_rows(connection, table):
                connection.execute(table.delete())
        for table in tables:
            with archive.open(_member(store, table.name)) as member:
                names = json.loads(member.readline())
                written = write_rows(connection, table, names, map(json.loads, member))
            if written != counts[table.name]:
                raise BadArchive(N_("Bảng %(table)s trong bản sao lưu thiếu dòng."), table=table.name)
    with write_intent(), engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _refuse_filled(engine: Engine, store: str) -> None:
    """An empty store has no tables, or no rows but the log's head at nought."""
    with engine.connect() as connection:
        tables = _tables(connection, store)
        filled = [table.name for table in tables if table.name != "audit_head" and count_rows(connection, table)]
    if filled:
        told = N_("Nơi khôi phục đã có dữ liệu (%(table)s); hãy khôi phục vào một nơi trống.")
        raise BadArchive(told, table=filled[0])


def _tables(connection: Connection, store: str) -> list[Table]:
    """The store's own tables; on PostgreSQL both stores may share a database."""
    tables = tables_of(connection, VERSIONS | PASSING)
    return [table for table in tables if (table.name in KEPT_ACTIVITY) == (store == ACTIVITY)]


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees one moment and hinders nobody."""
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    prepare(engine, always_writes=False)
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A private file that gets its name only when everything in it has reached the disk."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _digest(file: IO[bytes]) -> str:
    """The sha256 of all but the seal; leaves the file at the seal."""
    left = max(0, file.seek(0, os.SEEK_END) - SEAL)
    file.seek(0)
    digest = hashlib.sha256()
    while left and (part := file.read(min(left, 1 << 20))):
        digest.update(part)
        left -= len(part)
    return digest.hexdigest()


def _line(row: Row) -> bytes:
    return _encode(row).encode() + b"\n"


def _member(store: str, table: str) -> str:
    return f"{NAMES[store]}/{table}.jsonl"
