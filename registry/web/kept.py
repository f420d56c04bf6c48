"""What was typed into a form whose session had ended: kept on the server, and shown again to the same user only.

It stands in no page, address or cookie before that user is back, and is never sent by itself.
"""

import re
from typing import Any

from flask import g, request, session
from werkzeug.datastructures import MultiDict

from registry.messages import N_, Message
from registry.models import User
from registry.web.next_page import safe_next
from registry.web.notices import notify
from registry.web.sessions import BEFORE

KEPT = "kept"
LONGEST = 64 << 10
"""Characters of names and values; a form that holds more is not kept."""
NEVER = re.compile(r"(.*_)?(password|current|new|again)|csrf_token|form_key|confirmed|pick")
"""Secrets, and what belongs to one sending only."""
BACK = N_("Phiên đã hết trước khi lưu. Đây là những gì bạn đã nhập; hãy xem lại rồi gửi.")


def keep_typed() -> str:
    """Keep the form that met an ended session for whoever that session was; the page it is on, "" when not kept."""
    owner, page = session.get(BEFORE) or session.get("_user_id"), _here()
    fields = [[name, value] for name, value in request.form.items(multi=True) if not NEVER.fullmatch(name)]
    long = sum(len(name) + len(value) for name, value in fields) > LONGEST
    if not (owner and fields and page) or long:
        return ""
    session[KEPT] = {"user": int(owner), "page": page, "fields": fields}
    return page


def kept_for(user: User) -> dict[str, Any] | None:
    """What this user left unsent in this browser; what somebody else did is forgotten with that session."""
    kept: dict[str, Any] | None = session.get(KEPT)
    return kept if kept is not None and kept["user"] == user.id else None


def typed_before() -> Any:
    """What was typed into this page's form before its session ended: once, when its user is back; None otherwise."""
    if "typed_before" not in g:
        g.typed_before = _taken() if g.actor is not None and request.method == "GET" else None
    return g.typed_before


def _taken() -> MultiDict[str, str] | None:
    kept: dict[str, Any] = session.get(KEPT) or {}
    if kept.get("user") != g.actor.id or kept.get("page") != _here():
        return None
    session.pop(KEPT)
    notify(Message(BACK), "warn")
    return MultiDict(kept["fields"])


def _here() -> str:
    return safe_next(request.full_path.rstrip("?"), "")
