"""Settings from the environment; README lists them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent.parent


class BadSetting(SystemExit):
    """A setting that must not be started with; the message says which and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Settings:
    """Where the data are, on which address to serve, and how strictly."""

    database_url: str
    activity_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    https: bool = False
    trusted_hosts: tuple[str, ...] = ()

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] = os.environ, instance: Path = ROOT / "instance"
    ) -> "Settings":
        """Read the settings; raises BadSetting with one sentence where a value cannot be used."""
        database = environ.get("REGISTRY_DATABASE_URL") or _file(instance / "registry.sqlite3")
        return cls(
            database_url=database,
            activity_url=environ.get("REGISTRY_ACTIVITY_URL") or beside(database),
            secret_key=_secret(environ, instance),
            host=environ.get("HOST", "127.0.0.1"),
            port=_number(environ, "PORT", 8000),
            workers=_number(environ, "WORKERS", 2),
            https=environ.get("REGISTRY_HTTPS") == "1",
            trusted_hosts=tuple(filter(None, environ.get("REGISTRY_TRUSTED_HOSTS", "").replace(",", " ").split())),
        )

    def for_demo(self, instance: Path = ROOT / "instance") -> "Settings":
        """The demo lives in a file of its own and never meets real data."""
        database = _file(instance / "demo.sqlite3")
        return replace(self, database_url=database, activity_url=beside(database))


def beside(database_url: str) -> str:
    """The activity store's default place: a file beside an SQLite registry, the same database on PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return database_url
    path = Path(url.database or "")
    return _file(path.with_name(f"{path.stem}-activity{path.suffix}"))


def refuse_bad_day(environ: Mapping[str, str] = os.environ) -> None:
    """Raise BadSetting when REGISTRY_TODAY is not a date."""
    text = environ.get("REGISTRY_TODAY")
    try:
        date.fromisoformat(text or "2021-12-15")
    except ValueError:
        raise BadSetting(f"REGISTRY_TODAY={text}: hãy ghi ngày dạng 2021-12-15.") from None


def _file(path: Path) -> str:
    return f"sqlite:///{path}"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdigit():
        raise BadSetting(f"{name}={text}: hãy ghi một số nguyên dương.")
    return int(text)


def _secret(environ: Mapping[str, str], instance: Path) -> str:
    """The given key when strong enough, else one generated once and kept readable by the owner only."""
    given = environ.get("REGISTRY_SECRET_KEY")
    if given is not None:
        if len(given) < 32 or len(set(given)) < 8:
            raise BadSetting("REGISTRY_SECRET_KEY quá yếu: hãy dùng ít nhất 32 ký tự ngẫu nhiên.")
        return given
    path = instance / "secret-key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()
