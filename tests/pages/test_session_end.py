"""Without JavaScript a session that ends while a form is filled in loses nothing, and shows nobody else anything."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from wtforms import PasswordField

import registry.forms
from registry.forms.base import Form
from registry.storage.activity import session_table
from registry.storage.attach import engines
from tests.conftest import postgresql_in_check
from tests.page import Page, lint
from tests.pages.accounts import end_sessions
from tests.pages.forms import again, code_of, filled, send
from tests.world import World

pytestmark = postgresql_in_check

NEW = {"name": "Sơn Thị Mười Hai", "sex": "female", "birth": "1971", "ethnicity": "Kinh", "address": "Số 77"}
PATH = "/households/new"


@pytest.fixture
def sent(app: Flask, visit: Callable) -> Any:
    """The clerk's answer to a form sent after the session ended."""
    page = Page(visit("clerk").get(PATH), 0)
    end_sessions(app)
    return visit("clerk").client.post(PATH, data={**filled(page), **NEW})


def enter(visitor: Any, username: str, next_: str = PATH) -> Any:
    """By the role button of the sign-in page that came."""
    token = Page(visitor.get(f"/login?next={next_}"), 0).token()
    return visitor.client.post("/login/demo", data={"csrf_token": token, "username": username, "next": next_})


def test_the_same_user_finds_the_form_filled_in_and_sends_it(visit: Callable, sent: Any) -> None:
    clerk = visit("clerk")
    assert sent.headers["Location"] == f"/login?next={PATH}"
    lint(Page(clerk.get(sent.headers["Location"]), 0).sees("Những gì bạn vừa nhập vẫn còn nguyên"))
    assert enter(clerk, "clerk").headers["Location"] == PATH
    page = clerk.open(PATH).sees("Phiên đã hết trước khi lưu")
    assert {name: page.field(name) for name in ("name", "birth", "address")} == {
        name: NEW[name] for name in ("name", "birth", "address")
    }
    clerk.open("/households").sees("3 hộ")
    clerk.open(f"/households/{code_of(again(clerk, PATH, page))}").sees(NEW["name"], "Số 77")
    assert clerk.open(PATH).field("name") == "", "it is shown once"


def test_another_user_at_the_browser_gets_none_of_it(app: Flask, visit: Callable, sent: Any) -> None:
    clerk = visit("clerk")
    waiting = clerk.get(sent.headers["Location"])
    enter(clerk, "coordinator")
    seen = [sent, waiting, clerk.get(PATH), clerk.get("/households")]
    enter(clerk, "clerk")
    for answer in [*seen, clerk.get(PATH)]:
        assert NEW["name"] not in answer.get_data(as_text=True) + str(answer.headers)
    with engines(app)[1].connect() as connection:
        assert not [data for data in connection.scalars(select(session_table.c.data)) if '"birth"' in data], (
            "nor is it kept"
        )


def test_what_was_saved_meanwhile_is_not_overwritten(app: Flask, visit: Callable, codes: World) -> None:
    clerk, path = visit("clerk"), f"/households/{codes.ours[0]}/edit"
    page = Page(clerk.get(path), 0)
    end_sessions(app)
    clerk.client.post(path, data={**filled(page), "phone": "0911000111"})
    enter(visit("coordinator"), "coordinator")
    assert send(visit("coordinator"), path, phone="0922000222").status == 303
    enter(clerk, "clerk", path)
    back = clerk.open(path)
    assert back.field("phone") == "0911000111"
    lint(again(clerk, path, back).sees("0911000111", "0922000222"))


def test_an_administrator_s_form_keeps_the_version_it_was_opened_at(app: Flask, visit: Callable) -> None:
    administrator, path = visit("administrator"), "/admin/user/clerk/edit"
    page = Page(administrator.get(path), 0)
    assert send(administrator, path, name="Sơn Văn Tám").status == 303
    end_sessions(app)
    administrator.client.post(path, data={**filled(page), "name": "Sơn Văn Chín"})
    enter(administrator, "administrator", path)
    back = administrator.open(path)
    assert (back.field("name"), back.field("version")) == ("Sơn Văn Chín", page.field("version"))
    assert again(administrator, path, back).status == 409


def test_a_browser_nobody_was_signed_in_at_and_a_form_too_long_keep_nothing(app: Flask, visit: Callable) -> None:
    assert app.test_client().post(PATH, data=NEW).headers["Location"] == "/login"
    clerk = visit("clerk")
    end_sessions(app)
    assert clerk.client.post(PATH, data={**NEW, "note": "x" * 70_000}).headers["Location"] == "/login"


def test_no_password_is_kept(app: Flask, visit: Callable) -> None:
    for module in pkgutil.iter_modules(registry.forms.__path__, "registry.forms."):
        importlib.import_module(module.name)
    secret = {name for form in _forms(Form) for name, one in vars(form).items() if _is_secret(one)}
    assert {"current", "new", "administrator_password"} <= secret
    clerk = visit("clerk")
    end_sessions(app)
    clerk.client.post(PATH, data={**NEW, **dict.fromkeys(secret, "mật khẩu gõ vào")})
    with engines(app)[1].connect() as connection:
        kept = "".join(connection.scalars(select(session_table.c.data)))
    assert '"birth"' in kept
    assert not [name for name in secret if f'"{name}"' in kept]


def _forms(base: type) -> list[type]:
    return [form for one in base.__subclasses__() for form in (one, *_forms(one))]


def _is_secret(one: Any) -> bool:
    return getattr(one, "field_class", None) is PasswordField
