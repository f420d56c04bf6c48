"""The administrator's list of accounts, by state and role, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registry.kernel.actor import ROLES
from registry.kernel.table import FacetGroup, Option, Page
from registry.messages import N_
from registry.queries.accounts import UserRow, list_users

STATES = {"on": N_("Đang dùng"), "waiting": N_("Chưa đổi mã một lần"), "off": N_("Đã khoá")}
PER_PAGE = 50


@dataclass(frozen=True)
class AccountFilters:
    """What the list is asked for; several choices of one facet widen it, two facets narrow it."""

    q: str = ""
    states: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AccountList:
    """A page of accounts and the facets that led to it."""

    rows: list[UserRow]
    facets: tuple[FacetGroup, ...]
    page: Page


def state_of(row: UserRow) -> str:
    """Locked, still on the one-time code, or in use."""
    if not row.active:
        return "off"
    return "waiting" if row.must_change else "on"


def roles_of(row: UserRow) -> set[str]:
    """The roles held on the day the row was read for."""
    return {grant.role for grant in row.grants if grant.holds}


def list_accounts(filters: AccountFilters, day: date, number: int) -> AccountList:
    """Accounts by name of sign-in; each facet is counted with its own choice removed."""
    found = list_users(day, filters.q)
    by_role = [row for row in found if not filters.roles or roles_of(row) & filters.roles]
    by_state = [row for row in found if not filters.states or state_of(row) in filters.states]
    rows = [row for row in by_role if row in by_state]
    page = Page(1, PER_PAGE, len(rows))
    page = Page(min(max(number, 1), page.pages), PER_PAGE, len(rows))
    roles = {code: role.title for code, role in ROLES.items()}
    facets = (
        _facet("state", N_("Trạng thái"), STATES, filters.states, lambda row: {state_of(row)}, by_role),
        _facet("role", N_("Vai trò"), roles, filters.roles, roles_of, by_state),
    )
    return AccountList(rows[page.offset : page.offset + PER_PAGE], facets, page)


def find_account(username: str, day: date) -> UserRow | None:
    """The account with this name of sign-in and all its grants."""
    return next((row for row in list_users(day) if row.username == username), None)


def _facet(
    name: str,
    label: str,
    choices: dict[str, str],
    chosen: frozenset[str],
    codes: Callable[[UserRow], set[str]],
    rows: list[UserRow],
) -> FacetGroup:
    counted = [code for row in rows for code in codes(row)]
    options = tuple(Option(code, text, counted.count(code), code in chosen) for code, text in choices.items())
    return FacetGroup(name, label, options)
