"""The first run of a real registry: its reference data, its administrator and its coordinator (decisions.md 17, 34)."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from registry.commands.accounts.grants import give
from registry.commands.accounts.passwords import choose_password
from registry.commands.accounts.users import new_user
from registry.commands.change import command
from registry.commands.reference import load_reference
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.settings import forget_settings, is_installed, today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Agency, Setting, User
from registry.storage import OPEN, db
from registry.vn.clean import clean
from registry.vn.fold import fold


@dataclass(frozen=True)
class FirstUser:
    """What the first-run page asks of one of the two first people."""

    username: str
    name: str
    password: str


@command("first_run", N_("Thiết lập sổ"), MANAGE, final=N_("Sổ chỉ được thiết lập một lần."))
def first_run(
    actor: Actor,
    *,
    administrator: FirstUser,
    coordinator: FirstUser,
    agency: str,
    units: Path | bytes | None = None,
) -> tuple[User, User]:
    """Make an empty registry somebody's: `agency` is the coordinating office, `units` another province's file.

    Raises Problems at "setup", "agency", "units", "administrator_username", …, "coordinator_password"; Busy.
    """
    if is_installed():
        raise Problems([Problem("setup", Message(N_("Sổ này đã được thiết lập; hãy đăng nhập.")))])
    load_reference(actor, units)
    office = _office(agency)
    first = _first_user("administrator", administrator, office)
    second = _first_user("coordinator", coordinator, office)
    adopt(actor)
    return first, second


@command("adopt", N_("Nhận sổ"), MANAGE, final=N_("Sổ chỉ được thiết lập một lần."))
def adopt(actor: Actor) -> None:
    """From now on the registry asks to sign in instead of showing the first-run page."""
    db.session.add(Setting(key="installed", value="1"))
    db.session.flush()
    forget_settings()


def _first_user(role: str, asked: FirstUser, office: Agency) -> User:
    try:
        user = new_user(asked.username, asked.name, office.id)
        choose_password(user, asked.password)
    except Problems as wrong:
        raise Problems([Problem(_field(role, problem), problem.message) for problem in wrong.problems]) from None
    db.session.flush()
    give(user, role, None, None, today(), OPEN)
    return user


def _field(role: str, problem: Problem) -> str:
    return f"{role}_{'password' if problem.field == 'new' else problem.field}"


def _office(typed: str) -> Agency:
    """The agency of this name, made when the reference data have none."""
    name = clean(typed)
    if not 3 <= len(name) <= 200:
        raise Problems([Problem("agency", Message(N_("Hãy ghi tên cơ quan điều phối, từ 3 đến 200 ký tự.")))])
    known = {fold(agency.name): agency for agency in db.session.scalars(select(Agency).order_by(Agency.starts))}
    if fold(name) in known:
        return known[fold(name)]
    office = Agency(code="DIEU-PHOI", name=name, short_name=name[:60], starts=today())
    db.session.add(office)
    db.session.flush()
    return office
