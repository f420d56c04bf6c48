"""Who may sign in, as whom they act, and the administrator's list of accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from registry.kernel.actor import ROLES, Actor, Authority
from registry.kernel.places import places
from registry.models import Agency, Grant, User
from registry.passwords import verify, verify_code
from registry.registers import register_of
from registry.storage import db, valid_through
from registry.vn.clean import strip_invisible
from registry.vn.fold import words


@dataclass(frozen=True)
class GrantRow:
    """A grant as the administrator reads it; `valid_through` is the inclusive last day, None while open.

    `register` is the title of the only one it is for, empty where it is for all.
    """

    id: int
    version: int
    role: str
    role_title: str
    unit: str
    register: str
    starts: date
    valid_through: date | None
    holds: bool


@dataclass(frozen=True)
class UserRow:
    """An account as the administrator reads it."""

    id: int
    version: int
    username: str
    name: str
    agency: str
    active: bool
    must_change: bool
    demo: bool
    grants: tuple[GrantRow, ...]


@dataclass(frozen=True)
class CastMember:
    """A made-up user of the demo, who is signed in by a button."""

    username: str
    name: str
    role_title: str
    area: str


def load_user(user_id: int) -> User | None:
    """The account with this id."""
    return db.session.get(User, user_id)


def load_account(user_id: int) -> tuple[User, str, list[Grant]] | None:
    """The account with this id, its agency's short name and all its grants, in one question: every page asks it."""
    wanted = select(User, Agency.short_name, Grant).outerjoin(Agency, Agency.id == User.agency_id)
    wanted = wanted.outerjoin(Grant, Grant.user_id == User.id).where(User.id == user_id).order_by(Grant.id)
    rows = db.session.execute(wanted).all()
    if not rows:
        return None
    return rows[0][0], rows[0][1] or "", [grant for _user, _agency, grant in rows if grant]


def sign_in_name(typed: str) -> str:
    """A typed name of sign-in as accounts keep it."""
    return strip_invisible(typed).strip().lower()


def find_user(username: str) -> User | None:
    """The account with this name, however it was typed."""
    return db.session.scalars(select(User).where(User.username == sign_in_name(username))).first()


def check_sign_in(username: str, password: str, now: datetime) -> User | None:
    """The active account whose password, or valid one-time code, this is. The same work whoever asks. Raises Busy."""
    user = find_user(username)
    right = verify(user.password_hash if user else "", password)
    if user is None or not user.active:
        return None
    waiting = user.reset_until is not None and user.reset_until > now
    return user if right or (waiting and verify_code(user.reset_hash, password)) else None


def actor_for(user: User, day: date) -> Actor:
    """The user with the grants that hold on a day."""
    account = load_account(user.id)
    assert account is not None  # noqa: S101 - accounts are never deleted
    return actor_of(user, account[1], account[2], day)


def actor_of(user: User, agency_name: str, grants: Iterable[Grant], day: date) -> Actor:
    """The user as an actor, out of these grants those that hold on the day."""
    authorities = tuple(Authority(one.role, one.unit_id, one.register) for one in grants if one.holds_on(day))
    return Actor(user.id, user.name, user.username, agency_name, authorities if user.active else ())


def list_users(day: date, q: str = "", active: bool | None = None) -> list[UserRow]:
    """Accounts by name of sign-in, with all their grants; `q` looks in both names and the agency."""
    agencies = dict(db.session.execute(select(Agency.id, Agency.short_name)).all())
    grants: dict[int, list[GrantRow]] = {}
    for grant in db.session.scalars(select(Grant).order_by(Grant.starts, Grant.id)):
        grants.setdefault(grant.user_id, []).append(_grant_row(grant, day))
    wanted = select(User).order_by(User.username)
    if active is not None:
        wanted = wanted.where(User.active.is_(active))
    rows = [_user_row(user, agencies, grants.get(user.id, [])) for user in db.session.scalars(wanted)]
    return [row for row in rows if _matches(row, words(q))]


def demo_cast(day: date) -> list[CastMember]:
    """The demo's users, one per role, in the order they were made, with what they hold on the day."""
    users = db.session.scalars(select(User).where(User.demo, User.active).order_by(User.id))
    return [_cast_member(actor_for(user, day), day) for user in users]


def _cast_member(actor: Actor, day: date) -> CastMember:
    units = [places().label(held.unit_id, day) for held in actor.authorities if held.unit_id is not None]
    return CastMember(actor.username, actor.name, actor.role_title, ", ".join(units) or actor.agency)


def _matches(row: UserRow, typed: list[str]) -> bool:
    there = words(f"{row.username} {row.name} {row.agency}")
    return all(any(word.startswith(one) for word in there) for one in typed)


def _user_row(user: User, agencies: dict[int, str], grants: list[GrantRow]) -> UserRow:
    return UserRow(
        user.id,
        user.version,
        user.username,
        user.name,
        agencies.get(user.agency_id or 0, ""),
        user.active,
        user.must_change,
        user.demo,
        tuple(grants),
    )


def _grant_row(grant: Grant, day: date) -> GrantRow:
    return GrantRow(
        grant.id,
        grant.version,
        grant.role,
        ROLES[grant.role].title,
        places().label(grant.unit_id, day) if grant.unit_id else "",
        known.title if (known := register_of(grant.register or "")) else grant.register or "",
        grant.starts,
        valid_through(grant.ends),
        grant.holds_on(day),
    )
