"""Facts about this installation and the working day."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import select

from registry.models import Setting
from registry.storage import db
from registry.vn.clock import local_day


def settings() -> Mapping[str, str]:
    """Every setting, read once per session."""
    info = db.session.info
    if "settings" not in info:
        rows = db.session.execute(select(Setting.key, Setting.value))
        info["settings"] = dict(rows.all())
    known: Mapping[str, str] = info["settings"]
    return known


def forget_settings() -> None:
    """Read the settings afresh next time, after one was written."""
    db.session.info.pop("settings", None)


def is_installed() -> bool:
    """False until the first-run page (or the demo) has made this registry somebody's."""
    return settings().get("installed") == "1" or is_demo()


def is_demo() -> bool:
    """True where the data are made up."""
    return settings().get("demo") == "1"


def real_day() -> date:
    """The clock's day in Việt Nam, wherever the server's own clock stands."""
    return local_day(datetime.now(UTC))


def today() -> date:
    """The working day of the domain: REGISTRY_TODAY, else the database's setting, else the clock (decisions.md 9)."""
    fixed = os.environ.get("REGISTRY_TODAY") or settings().get("working_day")
    return date.fromisoformat(fixed) if fixed else real_day()
