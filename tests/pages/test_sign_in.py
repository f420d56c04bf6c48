"""Signing in and staying in: sessions (P5), passwords (P6), guessing (P7), the way on (P11), plain http and hosts."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from registry import create_app, passwords
from registry.config import Settings
from registry.storage.migrate import upgrade_stores
from tests.conftest import KEY, Visitor, close, copy_database, counted, postgresql_in_check, settings_for
from tests.page import Page
from tests.pages.accounts import NEW_PASSWORD, PASSWORD, employ, is_in, sid, sign_in, signed_in
from tests.world import World

pytestmark = postgresql_in_check

WHO = "nam.thach"


@pytest.fixture
def office(app: Flask) -> Flask:
    """The world with somebody who has a password."""
    employ(app, WHO)
    return app


@pytest.fixture
def one_store(kind: str, template: tuple[str, World, Path], tmp_path: Path) -> Iterator[Flask]:
    """The world with sessions and throttle where the registry is: in one PostgreSQL database, or in files."""
    url = copy_database(template[0], tmp_path)
    settings = Settings(url, url if kind == "postgresql" else f"sqlite:///{tmp_path / 'activity.sqlite3'}", KEY)
    app = create_app(settings)
    upgrade_stores(app)
    app.testing = True
    employ(app, WHO)
    yield app
    close(app)


def change_password(client: Any, environ_overrides: dict[str, str] | None = None, **typed: str) -> Any:
    page = Page(client.get("/account/password"), 0)
    sent = {"csrf_token": page.token(), "form_key": page.form_key()}
    asked = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD, **typed}
    return client.post("/account/password", data={**sent, **asked}, environ_overrides=environ_overrides or {})


def log_out(client: Any) -> Any:
    token = Page(client.get("/account/password"), 0).token()
    return client.post("/logout", data={"csrf_token": token})


# P5: sessions


def test_p5_a_new_id_at_sign_in(office: Flask) -> None:
    client = office.test_client()
    client.get("/login")
    before = sid(client)
    assert sign_in(client, WHO).status_code == 303
    assert before and sid(client) != before
    assert not is_in(office, before)
    assert is_in(office, sid(client))


def test_p5_dead_at_logout_in_every_copy(office: Flask) -> None:
    client = signed_in(office, WHO)
    cookie = sid(client)
    answer = log_out(client)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(office, cookie)
    assert client.get("/households").headers["Location"] == "/login?next=/households"


def test_p5_a_new_password_ends_the_other_sessions_and_renews_this_one(office: Flask) -> None:
    client, other = signed_in(office, WHO), signed_in(office, WHO)
    before = sid(client)
    assert change_password(client).status_code == 303
    assert sid(client) != before
    assert [is_in(office, cookie) for cookie in (before, sid(other), sid(client))] == [False, False, True]
    assert sign_in(office.test_client(), WHO).status_code == 422
    assert sign_in(office.test_client(), WHO, NEW_PASSWORD).status_code == 303


def test_p5_thirty_minutes_of_rest_end_it(office: Flask) -> None:
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        client = signed_in(office, WHO)
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert client.get("/households").status_code == 200
    with time_machine.travel(start + timedelta(minutes=58), tick=False):
        assert client.get("/households").status_code == 200, "work counts from the last page"
    with time_machine.travel(start + timedelta(minutes=89), tick=False):
        assert client.get("/households").status_code == 302


def test_p5_twelve_hours_end_it_whatever_is_done(office: Flask) -> None:
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        client = signed_in(office, WHO)
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/account/password").status_code == 200, f"after {minutes} minutes"
    with time_machine.travel(start + timedelta(hours=12, seconds=1), tick=False):
        assert client.get("/account/password").status_code == 302


def test_p5_an_invented_cookie_opens_nothing(app: Flask) -> None:
    for cookie in ("x", "", "%00", "a" * 3000, "é", "'; drop table session; --"):
        assert not is_in(app, cookie), cookie


def test_a_clerk_s_htmx_request_gets_the_dialog_instead_of_a_page(office: Flask) -> None:
    answer = office.test_client().get("/households", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "<dialog" in answer.get_data(as_text=True)


def test_the_dialog_signs_the_same_user_in_with_a_fresh_token(office: Flask) -> None:
    client = signed_in(office, WHO)
    token = Page(client.get("/login"), 0).token() or Page(client.get("/account/password"), 0).token()
    sent = {"csrf_token": token, "username": WHO, "password": PASSWORD}
    answer = client.post("/login", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert '"signed-in"' in answer.headers["HX-Trigger"]


# P6: passwords


POOR = [
    ({"new": "ngắn quá", "again": "ngắn quá"}, "ít nhất 12 ký tự"),
    ({"new": "x" * 129, "again": "x" * 129}, "dài nhất 128 ký tự"),
    ({"new": "matkhau123456", "again": "matkhau123456"}, "mật khẩu"),
    ({"new": "nam.thach2021", "again": "nam.thach2021"}, "Mật khẩu"),
    ({"new": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu hiện tại"),
    ({"again": "gõ nhầm một chữ"}, "không giống nhau"),
    ({"current": "không phải thế này"}, "hiện tại chưa đúng"),
    ({"current": "", "new": "", "again": ""}, "Chưa điền ô này"),
    ({"current": "\x00"}, "hiện tại chưa đúng"),
]


def test_p6_a_poor_password_is_refused_with_advice(office: Flask) -> None:
    client = signed_in(office, WHO)
    for typed, said in POOR:
        page = Page(change_password(client, **typed), 0).sees(said)
        assert page.status == 422
        secrets = [one.get("value") for one in page.tree.iter("input") if one.get("type") == "password"]
        assert not any(secrets), "no typed password comes back"
    assert is_in(office, sid(client))


def test_p6_any_character_and_128_of_them_are_taken(office: Flask) -> None:
    long = ("Thấy trăng thì nhớ quê nhà, thấy cây cau lại nhớ bà ngày xưa; " * 3)[:128]
    current = PASSWORD
    for new in (long, "  khoảng trắng ở hai đầu  ", "😀 mặt cười và 漢字 nữa nhé", "\ttab\tcũng\tđược\t"):
        client = office.test_client()
        assert sign_in(client, WHO, current).status_code == 303, current
        assert change_password(client, current=current, new=new, again=new).status_code == 303, new
        current = new


# P7: guessing


def wrong_tries(app: Flask, times: int, username: Callable[[int], str], **headers: Callable[[int], str]) -> list[int]:
    """Statuses of so many wrong passwords sent at once."""
    client = app.test_client()
    token, cookie = Page(client.get("/login"), 0).token(), sid(client)

    def one(number: int) -> int:
        sent = {"csrf_token": token, "username": username(number), "password": "một câu đoán mò"}
        made = {name.replace("_", "-"): value(number) for name, value in headers.items()}
        browser = app.test_client(use_cookies=False)
        return browser.post("/login", data=sent, headers={"Cookie": f"sid={cookie}", **made}).status_code

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(one, range(times)))


class Spy:
    """Passes every check on and counts it."""

    def __init__(self, hasher: Any) -> None:
        self.hasher, self.seen = hasher, []  # type: Any, list[str]

    def verify(self, stored: str, password: str) -> bool:
        self.seen.append(stored)
        return bool(self.hasher.verify(stored, password))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hasher, name)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    watching = Spy(passwords._hasher)
    monkeypatch.setattr(passwords, "_hasher", watching)
    return watching


def test_p7_of_200_tries_at_once_at_most_ten_are_looked_at(one_store: Flask, spy: Spy) -> None:
    answers = wrong_tries(one_store, 200, lambda _: WHO)
    assert 0 < len(spy.seen) <= 10
    assert set(answers) <= {422, 429, 503}
    assert answers.count(429) >= 190
    Page(one_store.test_client().get("/login"), 0).sees("Đăng nhập")


def test_p7_an_invented_address_or_spelling_gives_no_more_tries(office: Flask, spy: Spy) -> None:
    answers = wrong_tries(
        office,
        40,
        lambda n: [WHO, WHO.upper(), f" {WHO} ", WHO.title()][n % 4],
        X_Forwarded_For=lambda n: f"10.0.{n}.1",
        Forwarded=lambda n: f"for=10.1.{n}.1",
        X_Real_IP=lambda n: f"10.2.{n}.1",
    )
    assert 0 < len(spy.seen) <= 10
    assert answers.count(429) >= 30


def test_p7_the_owner_gets_in_from_a_known_device_while_others_guess(office: Flask) -> None:
    owner = office.test_client()
    mine = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.77"}}
    assert sign_in(owner, WHO, **mine).status_code == 303
    thieves = [f"10.{n}.0.1" for n in range(14)]
    statuses = []
    for address in thieves:
        thief = office.test_client()
        from_there = {"environ_overrides": {"REMOTE_ADDR": address}}
        token = Page(thief.get("/login", **from_there), 0).token()
        sent = {"csrf_token": token, "username": WHO, "password": "x"}
        statuses += [thief.post("/login", data=sent, **from_there).status_code for _ in range(8)]
    assert statuses.count(429) >= 10, "the name itself is throttled by now"
    assert sign_in(office.test_client(), WHO, **mine).status_code == 429
    log_out(owner)
    assert sign_in(owner, WHO, **mine).status_code == 303


def test_p7_a_whole_office_signs_in_from_one_network(office: Flask) -> None:
    answers = []
    for number in range(36):
        from_desk = {"environ_overrides": {"REMOTE_ADDR": f"192.168.1.{number + 10}"}}
        answers.append(sign_in(office.test_client(), WHO, **from_desk).status_code)
    assert set(answers) == {303}


def test_p7_the_tries_come_back_with_time(office: Flask) -> None:
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        wrong_tries(office, 12, lambda _: WHO)
        assert sign_in(office.test_client(), WHO).status_code == 429
    with time_machine.travel(start + timedelta(minutes=15), tick=False):
        assert sign_in(office.test_client(), WHO).status_code == 303


def test_p7_at_somebody_s_open_browser_the_present_password_is_not_guessed(one_store: Flask, spy: Spy) -> None:
    client = signed_in(one_store, WHO)
    spy.seen.clear()
    for number in range(30):
        away = {"environ_overrides": {"REMOTE_ADDR": f"10.{number}.0.1"}}
        last = change_password(client, current=f"câu đoán mò thứ {number}", **away)
    assert (len(spy.seen), last.status_code) == (10, 429), "ten tries, from wherever they come"
    Page(last, 0).sees("Thử quá nhiều lần")
    assert change_password(client).status_code == 429, "the right one is not told apart any more"
    assert sign_in(one_store.test_client(), WHO).status_code == 303, "the owner still gets in"


def test_p7_a_new_password_refused_ten_times_is_no_guessing(office: Flask) -> None:
    client = signed_in(office, WHO)
    answers = [change_password(client, new="ngắn quá", again="ngắn quá").status_code for _ in range(12)]
    assert set(answers) == {422}
    assert change_password(client).status_code == 303


def test_p6_unknown_and_known_names_cost_the_same_work(real_hashing: None, app: Flask, spy: Spy) -> None:
    employ(app, WHO)
    client, work = app.test_client(), []
    client.get("/login")
    for username in (WHO, "nobody.here", "leader"):
        spy.seen.clear()
        with counted(app) as statements:
            answer = sign_in(client, username, "một câu đoán mò")
        assert answer.status_code == 422
        Page(answer, 0).sees("Chưa đăng nhập được", "Tên đăng nhập hoặc mật khẩu không đúng.").sees_not("Chưa lưu")
        parameters = [stored.split("$")[1:4] for stored in spy.seen]
        work.append((len(statements), parameters))
    assert work[0] == work[1] == work[2]


TYPED = [("", ""), ("x", ""), ("\x00", "\x00"), ("n" * 5000, "p" * 5000), ("😀", "\u202e"), ("' or 1=1 --", "x")]


def test_no_typing_breaks_the_sign_in(one_store: Flask) -> None:
    for username, password in TYPED:
        assert sign_in(one_store.test_client(), username, password).status_code == 422, username
    token = Page(one_store.test_client().get("/login"), 0).token()
    assert (
        one_store.test_client().post("/login/demo", data={"csrf_token": token, "username": "\x00"}).status_code == 400
    )


def test_names_and_passwords_are_not_logged(office: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sign_in(office.test_client(), "mat khau go nham vao day", "một câu đoán mò")
    assert "mat khau go nham" not in caplog.text
    assert "đoán mò" not in caplog.text


# P11: the way on

ELSEWHERE = [
    "//e.vn", "///e.vn", "/\\e.vn", "\\\\e.vn", "/\t/e.vn", "/\n/e.vn", "https:e.vn", "https://e.vn/", "http:/\\e.vn",
    "javascript:alert(1)", "%2f%2fe.vn", "/%2fe.vn", "/%5ce.vn", "/%09/e.vn", "//e.vn/households", "//localhost@e.vn",
    "/households/..//e.vn", "@e.vn", "/@e.vn", ".e.vn", "/nowhere", "/login\x00", "/households\r\nSet-Cookie: a=b",
    "", " ", "x" * 3000,
]  # fmt: skip


def test_p11_next_leads_to_no_other_place(office: Flask) -> None:
    client = signed_in(office, WHO)
    token = Page(client.get("/account/password"), 0).token()
    for target in ELSEWHERE:
        switched = client.post("/language", data={"csrf_token": token, "language": "en", "next": target})
        assert (switched.status_code, switched.headers["Location"]) == (303, "/"), target
        assert client.get("/login", query_string={"next": target}).headers["Location"] == "/", target


def go_in(client: Any, target: str) -> str:
    token = Page(client.get("/login", query_string={"next": target}), 0).token()
    sent = {"csrf_token": token, "username": WHO, "password": PASSWORD, "next": target}
    return str(client.post("/login", data=sent).headers["Location"])


def test_p11_the_sign_in_leads_back_to_a_page_of_ours_only(office: Flask) -> None:
    for target in ("/households", "/households?q=dang&class=poor", "/account/password"):
        assert go_in(office.test_client(), target) == target
    for target in ("//e.vn", "https://e.vn/", "/\\e.vn", "/nowhere"):
        assert go_in(office.test_client(), target) == "/"


# The language, plain http, hosts


def test_the_language_switch_keeps_the_page(visit: Callable[..., Any]) -> None:
    visitor: Visitor = visit("clerk")
    page = visitor.open("/households?q=dang&class=poor", headers={"Accept-Language": "vi"})
    form = next(one for one in page.tree.iter("form") if one.get("action") == "/language")
    sent = {str(one.get("name")): one.get("value", "") for one in form.iter("input")}
    answer = visitor.client.post("/language", data=sent)
    assert answer.headers["Location"] == "/households?q=dang&class=poor"
    assert visitor.open(answer.headers["Location"]).tree.get("lang") == "en"


@pytest.fixture
def lan(template: tuple[str, World, Path], tmp_path: Path) -> Iterator[Flask]:
    """Served in an office: its own address and a name are trusted."""
    plain = settings_for(copy_database(template[0], tmp_path), tmp_path)
    app = create_app(
        Settings(plain.database_url, plain.activity_url, KEY, host="192.168.1.10", trusted_hosts=("so.lan",))
    )
    upgrade_stores(app)
    employ(app, WHO)
    yield app
    close(app)


FROM_DESK = {"environ_overrides": {"REMOTE_ADDR": "192.168.1.20"}}


def test_sign_in_works_over_plain_http_from_another_address(lan: Flask) -> None:
    for host in ("192.168.1.10:8000", "so.lan", "so.lan:8000", "127.0.0.1:8000"):
        client = lan.test_client()
        asked: dict[str, Any] = {"base_url": f"http://{host}", **FROM_DESK}
        page = Page(client.get("/login", **asked), 0).sees_not("Vào thử bằng vai mẫu")
        sent = {"csrf_token": page.token(), "username": WHO, "password": PASSWORD}
        answer = client.post("/login", data=sent, **asked)
        assert answer.status_code == 303
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("sid=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        assert client.get("/households", **asked).status_code == 200


def test_made_up_roles_are_entered_on_this_machine_only(lan: Flask) -> None:
    client = lan.test_client()
    token = Page(client.get("/login", **FROM_DESK), 0).token()  # type: ignore[arg-type]
    sent = {"csrf_token": token, "username": "administrator"}
    assert client.post("/login/demo", data=sent, **FROM_DESK).status_code == 400  # type: ignore[arg-type]


def test_an_unknown_host_is_refused(lan: Flask) -> None:
    for host in ("e.vn", "192.168.1.11", "so.lan.e.vn", "localhost.e.vn", "so.lan@e.vn"):
        for path in ("/login", "/healthz", "/households"):
            assert lan.test_client().get(path, headers={"Host": host}).status_code == 400, (host, path)


def test_behind_tls_the_cookie_is_bound_to_the_host(template: tuple[str, World, Path], tmp_path: Path) -> None:
    plain = settings_for(copy_database(template[0], tmp_path), tmp_path)
    app = create_app(Settings(plain.database_url, plain.activity_url, KEY, https=True))
    upgrade_stores(app)
    employ(app, WHO)
    client = app.test_client()
    through = {
        "base_url": "https://localhost",
        "headers": {"X-Forwarded-Proto": "https", "Referer": "https://localhost/login"},
    }
    answer = sign_in(client, WHO, **through)
    assert answer.status_code == 303
    assert answer.headers["Set-Cookie"].startswith("__Host-sid=") and "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    close(app)
