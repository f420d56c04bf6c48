"""Accounts: created with a slip, ended at once, never without an administrator."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from registry.commands.accounts import (
    add_grant,
    change_own_password,
    create_user,
    create_users,
    disable_user,
    enable_user,
    end_grant,
    rename_user,
    renew_hash,
    reset_password,
    set_first_password,
)
from registry.commands.change import last_change
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Denied
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import Problems
from registry.models import Agency, AuditEvent, Grant, Unit, User
from registry.queries.accounts import actor_for, check_sign_in, find_user, list_users, load_user
from registry.storage import db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

NEW = "con trâu đi trước"
NEWER = "cái cày theo sau nhé"
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def office(empty_app: Flask) -> Iterator[Flask]:
    """A district with one commune, one agency, and an administrator `quan.tri`."""
    with empty_app.app_context():
        with transaction():
            db.session.add(Unit(id=1, code="941", name="Thành phố Sóc Trăng", type="tp_tinh", starts=LONG_AGO))
            db.session.flush()
            db.session.add(Unit(id=2, code="31498", name="Phường 5", type="phuong", parent_id=1, starts=LONG_AGO))
            db.session.add(Agency(id=1, code="SYT", name="Sở Y tế", short_name="Sở Y tế", starts=LONG_AGO))
        with transaction():
            create_user(CONSOLE, username="quan.tri", name="Trần Quản Trị", role="administrator", starts=LONG_AGO)
        yield empty_app


def now() -> datetime:
    return datetime.now(UTC)


def user(username: str = "quan.tri") -> User:
    found = find_user(username)
    assert found is not None
    return found


def acting(username: str) -> Actor:
    return actor_for(user(username), today())


def clerk(**other: object) -> tuple[User, str]:
    values = {"username": "hoa.ly", "name": "Lý Thị Hoa", "role": "commune", "unit_id": 2, "starts": LONG_AGO}
    return create_user(CONSOLE, **{**values, **other})  # type: ignore[arg-type]


def sentences(wrong: pytest.ExceptionInfo[Problems]) -> str:
    return str(wrong.value)


def test_a_new_user_signs_in_with_the_slip_and_must_choose_a_password(office: Flask) -> None:
    with transaction():
        _, code = clerk(agency_id=1)
    assert check_sign_in("hoa.ly", code, now()) is not None
    assert check_sign_in(" Hoa.Ly ", code.lower().replace("-", " "), now()) is not None
    assert user("hoa.ly").must_change
    with transaction():
        set_first_password(acting("hoa.ly"), new=NEW)
    assert check_sign_in("hoa.ly", code, now()) is None
    assert check_sign_in("hoa.ly", NEW, now()) is not None
    assert not user("hoa.ly").must_change


def test_the_first_password_may_be_chosen_by_typing_the_code_again(office: Flask) -> None:
    with transaction():
        _, code = clerk()
    with transaction():
        change_own_password(acting("hoa.ly"), current=code, new=NEW)
    assert check_sign_in("hoa.ly", NEW, now()) is not None
    with pytest.raises(Problems), transaction():
        change_own_password(acting("hoa.ly"), current=code, new=NEWER)


def test_the_slip_s_code_lasts_30_days(office: Flask) -> None:
    with transaction():
        _, code = clerk()
    assert check_sign_in("hoa.ly", code, now() + timedelta(days=29)) is not None
    assert check_sign_in("hoa.ly", code, now() + timedelta(days=31)) is None


def test_a_first_password_is_chosen_once(office: Flask) -> None:
    with transaction():
        clerk()
    with transaction():
        set_first_password(acting("hoa.ly"), new=NEW)
    with pytest.raises(Denied), transaction():
        set_first_password(acting("hoa.ly"), new=NEWER)


def test_no_secret_reaches_the_log(office: Flask) -> None:
    with transaction():
        _, code = clerk()
    with transaction():
        set_first_password(acting("hoa.ly"), new=NEW)
    with unscoped():
        bodies = " ".join(db.session.scalars(select(AuditEvent.body)))
    assert "set_first_password" in bodies
    for secret in (code, NEW, "argon2", user("hoa.ly").password_hash):
        assert secret not in bodies


def test_changing_one_s_own_password_is_logged_and_ends_every_session(office: Flask) -> None:
    with transaction():
        clerk()
        set_first_password(actor_for(user("hoa.ly"), today()), new=NEW)
    before = user("hoa.ly").auth_epoch
    with transaction():
        changed = change_own_password(acting("hoa.ly"), current=NEW, new=NEWER)
    assert changed.auth_epoch == before + 1
    assert check_sign_in("hoa.ly", NEWER, now()) is not None
    assert check_sign_in("hoa.ly", NEW, now()) is None
    with unscoped():
        last = db.session.scalars(select(AuditEvent.command).order_by(AuditEvent.seq.desc())).first()
    assert last == "change_own_password"


@pytest.mark.parametrize(
    ("current", "new", "why"),
    [("sai mật khẩu rồi", NEWER, "hiện tại chưa đúng"), (NEW, "ngắn", "ít nhất 12"), (NEW, NEW, "phải khác")],
)
def test_a_wrong_current_or_weak_new_password_changes_nothing(office: Flask, current: str, new: str, why: str) -> None:
    with transaction():
        clerk()
        set_first_password(actor_for(user("hoa.ly"), today()), new=NEW)
    with pytest.raises(Problems) as wrong, transaction():
        change_own_password(acting("hoa.ly"), current=current, new=new)
    assert why in sentences(wrong)
    assert check_sign_in("hoa.ly", NEW, now()) is not None


def test_a_reset_ends_the_old_password_and_its_code_lasts_a_day(office: Flask) -> None:
    with transaction():
        clerk()
        set_first_password(actor_for(user("hoa.ly"), today()), new=NEW)
    before = user("hoa.ly").auth_epoch
    with transaction():
        code = reset_password(acting("quan.tri"), user("hoa.ly"), user("hoa.ly").version)
    assert user("hoa.ly").auth_epoch == before + 1
    assert check_sign_in("hoa.ly", NEW, now()) is None
    assert check_sign_in("hoa.ly", code, now()) is not None
    assert check_sign_in("hoa.ly", code, now() + timedelta(hours=25)) is None


def test_disabled_means_out_now_and_enabled_is_back(office: Flask) -> None:
    with transaction():
        _, code = clerk()
    before = user("hoa.ly").auth_epoch
    with transaction():
        disabled = disable_user(acting("quan.tri"), user("hoa.ly"), reason="Nghỉ việc")
        db.session.flush()
        assert disabled.auth_epoch == before + 1
    assert check_sign_in("hoa.ly", code, now()) is None
    assert acting("hoa.ly").authorities == ()
    with transaction():
        enable_user(acting("quan.tri"), user("hoa.ly"))
    assert check_sign_in("hoa.ly", code, now()) is not None
    assert user("hoa.ly").auth_epoch == before + 2


def test_grants_come_and_go_with_their_dates_and_end_sessions(office: Flask) -> None:
    with transaction():
        clerk()
    epoch = user("hoa.ly").auth_epoch
    with transaction():
        grant = add_grant(CONSOLE, user("hoa.ly"), role="leader", starts=date(2021, 1, 1), ends=date(2021, 7, 1))
        grant_id = grant.id
    assert user("hoa.ly").auth_epoch == epoch + 1
    held = {one.role for one in actor_for(user("hoa.ly"), date(2021, 6, 30)).authorities}
    assert held == {"commune", "leader"}
    with transaction():
        kept = db.session.get_one(Grant, grant_id)
        end_grant(CONSOLE, kept, ends=date(2021, 3, 1), version=kept.version)
    assert user("hoa.ly").auth_epoch == epoch + 2
    assert [one.role for one in actor_for(user("hoa.ly"), date(2021, 6, 30)).authorities] == ["commune"]


def test_a_grant_held_already_is_refused(office: Flask) -> None:
    with transaction():
        clerk()
    with pytest.raises(Problems) as wrong, transaction():
        add_grant(CONSOLE, user("hoa.ly"), role="commune", unit_id=2, starts=date(2021, 1, 1))
    assert "đã có quyền" in sentences(wrong)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"username": "ab"}, "3-40 ký tự"),
        ({"username": "hòa.lý"}, "a-z"),
        ({"username": "a" * 41}, "3-40 ký tự"),
        ({"username": "QUAN.TRI"}, "quan.tri đã có"),
        ({"name": " "}, "họ và tên"),
        ({"name": "Lý\u200bHoa"}, "không nhìn thấy"),
        ({"name": "x" * 101}, "100 ký tự"),
        ({"agency_id": 99}, "cơ quan"),
        ({"role": "king"}, "Không có vai trò"),
        ({"unit_id": None}, "cần một xã"),
        ({"unit_id": 1}, "cần một xã"),
        ({"unit_id": 99}, "cần một xã"),
        ({"role": "district"}, "cần một huyện"),
        ({"role": "coordinator"}, "không gắn với một địa bàn"),
        ({"register": "no_such"}, "Chưa có sổ"),
        ({"ends": LONG_AGO}, "sau ngày bắt đầu"),
    ],
)
def test_a_bad_account_is_refused_with_a_sentence(office: Flask, values: dict[str, object], why: str) -> None:
    with pytest.raises(Problems) as wrong, transaction():
        clerk(**values)
    assert why in sentences(wrong)
    assert find_user("hoa.ly") is None


def test_the_last_administrator_stays(office: Flask) -> None:
    with pytest.raises(Problems, match="quản trị viên cuối cùng"), transaction():
        disable_user(CONSOLE, user())
    grant = db.session.scalars(select(Grant).where(Grant.role == "administrator")).one()
    with pytest.raises(Problems, match="quản trị viên cuối cùng"), transaction():
        end_grant(CONSOLE, db.session.get_one(Grant, grant.id), ends=today())
    assert user().active
    with transaction():
        create_user(CONSOLE, username="phu.tri", name="Lâm Phụ Trị", role="administrator", starts=LONG_AGO)
    with transaction():
        disable_user(CONSOLE, user())
    with pytest.raises(Problems, match="quản trị viên cuối cùng"), transaction():
        disable_user(CONSOLE, user("phu.tri"))


def test_undoing_an_unlocking_leaves_the_last_administrator(office: Flask) -> None:
    with transaction():
        create_user(CONSOLE, username="phu.tri", name="Lâm Phụ Trị", role="administrator", starts=LONG_AGO)
        disable_user(CONSOLE, user("phu.tri"))
    with transaction():
        enable_user(CONSOLE, user("phu.tri"))
    unlocking = last_change()
    with transaction():
        disable_user(CONSOLE, user())
    with pytest.raises(Problems, match="quản trị viên cuối cùng"), transaction():
        undo_change(acting("phu.tri"), unlocking)
    assert user("phu.tri").active and not user().active


def test_undoing_a_grant_leaves_the_last_administrator(office: Flask) -> None:
    with transaction():
        clerk()
    with transaction():
        add_grant(CONSOLE, user("hoa.ly"), role="administrator", starts=LONG_AGO)
    granting = last_change()
    with transaction():
        disable_user(CONSOLE, user())
    with pytest.raises(Problems, match="quản trị viên cuối cùng"), transaction():
        undo_change(acting("hoa.ly"), granting)
    assert acting("hoa.ly").may("manage")
    with transaction():
        enable_user(CONSOLE, user())
    with transaction():
        undo_change(acting("quan.tri"), granting)
    assert not acting("hoa.ly").may("manage")


def test_a_stale_version_is_refused(office: Flask) -> None:
    seen = user().version
    with transaction():
        rename_user(CONSOLE, user(), name="Trần Thị Quản Trị", version=seen)
    for stale in (rename_user, disable_user, reset_password):
        more = {"name": "Tên Khác"} if stale is rename_user else {}
        with pytest.raises(StaleDataError), transaction():
            stale(CONSOLE, user(), version=seen, **more)  # type: ignore[operator]
    assert user().name == "Trần Thị Quản Trị"


def test_only_administrators_manage_accounts(office: Flask) -> None:
    with transaction():
        clerk()
    nobody = Actor(None, "Không ai")
    for actor in (acting("hoa.ly"), nobody):
        with pytest.raises(Denied), transaction():
            create_user(actor, username="moi.nguoi", name="Mọi Người", role="leader")
        with pytest.raises(Denied), transaction():
            reset_password(actor, user())
        with pytest.raises(Denied), transaction():
            disable_user(actor, user())


def test_accounts_are_pasted_all_at_once(office: Flask) -> None:
    pasted = (
        "hoa.ly\tLý Thị Hoa\tSYT\tcommune\t31498\n\nson.thach; Thạch Sơn; ; district; 941\nle.le;Lê Lê;SYT;leader\n"
    )
    with transaction():
        slips = create_users(acting("quan.tri"), pasted)
        assert [slip.user.username for slip in slips] == ["hoa.ly", "son.thach", "le.le"]
        codes = [slip.code for slip in slips]
    assert all(
        check_sign_in(name, code, now()) for name, code in zip(("hoa.ly", "son.thach", "le.le"), codes, strict=True)
    )
    listed = {row.username: row for row in list_users(today())}
    assert listed["hoa.ly"].agency == "Sở Y tế"
    assert [grant.unit for grant in listed["son.thach"].grants] == ["Thành phố Sóc Trăng"]


def test_wrong_lines_are_all_named_and_nothing_is_kept(office: Flask) -> None:
    pasted = (
        "hoa.ly;Lý Thị Hoa;SYT;commune;31498\n"
        "hai.cot;Chỉ Hai Cột\n"
        "sai.xa;Sai Mã Xã;;commune;99999\n"
        "sai.so;Sai Mã Sở;KHÔNG;leader\n"
        "quan.tri;Tên Đã Có;;leader\n"
        "hoa.ly;Lặp Tên;;leader\n"
    )
    with pytest.raises(Problems) as wrong, transaction():
        create_users(CONSOLE, pasted)
    told = [str(problem) for problem in wrong.value.problems]
    for start in (
        "Dòng 1: tên hoa.ly lặp lại",
        "Dòng 2: cần 4",
        "Dòng 3: không có đơn vị mang mã 99999",
        "Dòng 4: không có cơ quan",
        "Dòng 5: Tên đăng nhập quan.tri đã có",
        "Dòng 6: ",
    ):
        assert any(one.startswith(start) for one in told), (start, told)
    assert [row.username for row in list_users(today())] == ["quan.tri"]


@pytest.mark.parametrize("pasted", ["", "\n \n", "\n".join(f"nguoi{n};Người {n};;leader" for n in range(301))])
def test_too_few_or_too_many_lines_are_refused(office: Flask, pasted: str) -> None:
    with pytest.raises(Problems, match="từ 1 đến 300"), transaction():
        create_users(CONSOLE, pasted)


def test_the_list_is_found_by_any_name_and_state(office: Flask) -> None:
    with transaction():
        clerk(agency_id=1)
    assert [row.username for row in list_users(today(), q="ly thi")] == ["hoa.ly"]
    assert [row.username for row in list_users(today(), q="so y")] == ["hoa.ly"]
    assert list_users(today(), q="khong co") == []
    with transaction():
        disable_user(CONSOLE, user("hoa.ly"))
    assert [row.username for row in list_users(today(), active=False)] == ["hoa.ly"]
    row = list_users(today(), active=False)[0]
    assert row.grants[0].valid_through is None and row.grants[0].holds and row.grants[0].role_title


def test_an_old_hash_is_renewed_at_sign_in_only_with_the_right_password(real_hashing: None, office: Flask) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(NEW)
    with transaction():
        made, _ = clerk()
        user_id = made.id
    with transaction():
        db.session.execute(update(User).where(User.id == user_id).values(password_hash=weak))
    with transaction():
        renew_hash(acting("hoa.ly"), password="không phải mật khẩu")
    assert user("hoa.ly").password_hash == weak
    with transaction():
        renew_hash(acting("hoa.ly"), password=NEW)
    assert "m=47104" in user("hoa.ly").password_hash
    assert check_sign_in("hoa.ly", NEW, now()) is not None


def test_p6_nobody_signs_in_to_an_account_that_is_not_there(office: Flask) -> None:
    assert check_sign_in("khong.co", "nobody has this password, and nobody signs in with it", now()) is None
    assert load_user(999) is None
