"""What templates may use: macros as environment globals (or a fragment loses them), filters, and the page's frame."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import FileSystemBytecodeCache

from registry.kernel.actor import ANY, HOUSEHOLDS, IMPORT, MANAGE, READ, WRITE
from registry.kernel.places import places
from registry.kernel.settings import is_demo, is_installed, real_day, today
from registry.messages import N_, Message
from registry.registers import registers
from registry.vn.clock import local, local_day
from registry.vn.dates import format_day
from registry.vn.numbers import format_int
from registry.web.language import current_language, gettext, ngettext
from registry.web.notices import say, take_notices

MACROS = ("icon", "fields", "messages", "list")

TABS = (
    (READ, N_("Bảng khoảng trống"), "board.index"),
    (READ, N_("Hộ gia đình"), "households.index"),
    (READ, N_("Nhu cầu"), "needs.index"),
    (WRITE, N_("Ấp, khóm"), "hamlets.index"),
    (IMPORT, N_("Nhập từ tệp"), "imports.index"),
    (MANAGE, N_("Người dùng"), "users.index"),
    (MANAGE, N_("Địa bàn"), "units.index"),
    (MANAGE, N_("Tham số"), "parameters.index"),
)


@dataclass(frozen=True)
class Tab:
    """A tab of the page frame."""

    label: str
    href: str
    current: bool


def init(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.bytecode_cache = FileSystemBytecodeCache()
    env.filters.update(day=day_text, num=num_text, say=say, time=time_text)
    env.globals.update(
        _=gettext, ngettext=ngettext, many=many, csrf_token=generate_csrf, new_form_key=new_form_key, dict=dict, say=say
    )
    _load_macros(app)
    app.context_processor(_frame)


def new_form_key() -> str:
    """A key that makes one form count once."""
    return secrets.token_hex(16)


def many(text: str) -> str:
    """The name of several: English tells “hamlet” from “hamlets”, Vietnamese has one word for both."""
    return ngettext(text, text, 2)


def day_text(value: date | None) -> str:
    """dd/mm/yyyy, in both languages: the form the office's papers have."""
    if isinstance(value, datetime):
        value = local_day(value)
    return format_day(value) if value else ""


def time_text(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy on the office's wall clock."""
    return local(value).strftime("%H:%M %d/%m/%Y") if value else ""


def num_text(value: int | str | Message | None) -> str:
    return format_int(value) if isinstance(value, int) else say(value or "")


def _load_macros(app: Flask) -> None:
    """Macros of later files use those of earlier ones."""
    for name in MACROS:
        module = app.jinja_env.get_template(f"ui/{name}.html").module
        macros = {key: value for key, value in vars(module).items() if callable(value) and not key.startswith("_")}
        app.jinja_env.globals.update(macros)


def _frame() -> dict[str, Any]:
    frame = {"actor": g.get("actor"), "language": current_language(), "real_day": real_day()}
    if g.get("failed_hard") or not is_installed():
        return {**frame, "province_name": "", "is_demo": False, "tabs": [], "notices": [], "working_day": real_day()}
    day = today()
    province = places().province(day)
    return {
        **frame,
        "province_name": province.full_name if province else "",
        "is_demo": is_demo(),
        "working_day": day,
        "tabs": _tabs(),
        "notices": take_notices(),
    }


def _tabs() -> list[Tab]:
    actor = g.get("actor")
    if actor is None or g.get("must_change"):
        return []
    wanted = [(label, endpoint) for action, label, endpoint in TABS if actor.may(action, _where(action))]
    held = [(one.title, f"{one.key}.index") for one in registers() if actor.may(READ, one.key)]
    wanted[2:2] = held if actor.may(READ) else []
    links = [(label, endpoint, url_for(endpoint)) for label, endpoint in wanted]
    return [Tab(gettext(many(label)), href, _is_within(endpoint, href)) for label, endpoint, href in links]


def _where(action: str) -> str:
    """Lists are brought in by whoever may into households or into any register."""
    return ANY if action == IMPORT else HOUSEHOLDS


def _is_within(endpoint: str, href: str) -> bool:
    """Whether this page is one of a tab's: of its blueprint, or under its address."""
    return request.blueprint == endpoint.partition(".")[0] or (href != "/" and request.path.startswith(href))
