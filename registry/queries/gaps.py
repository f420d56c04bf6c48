"""The people behind a number: everybody a rule found, with facets, in given-name order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.checks.reading import is_readable
from registry.checks.rules import of_people, rules
from registry.kernel.actor import READ, Actor, NotFound
from registry.kernel.places import places
from registry.kernel.register import Register
from registry.kernel.rules import Rule
from registry.kernel.table import Column, FacetGroup, Page, Table
from registry.messages import N_, Message
from registry.models.finding import COVERAGE_STATES, STATES
from registry.models.finding_work import REASONS
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.queries.entitled import Entitled
from registry.queries.found import Found, entitled_under, found_by, is_kept
from registry.queries.found_today import FoundToday
from registry.queries.gap_facets import facets_of
from registry.queries.gap_filters import LATE, Asked, inside_of, lateness
from registry.queries.gap_totals import Behind, InMemory, Totals
from registry.registers import register_of
from registry.vn.fold import words


@dataclass(frozen=True)
class Source:
    """Where a list comes from: its title, whether it is of people, and what their states are called."""

    of: Rule | Register
    title: str | Message
    of_people: bool
    states: Mapping[str, str]


@dataclass(frozen=True)
class GapList:
    """What a page of people behind a number shows."""

    source: Source
    asked: Asked
    page: Page
    table: Table
    facets: tuple[FacetGroup, ...]
    total: Totals


def readable_rule(actor: Actor, key: str) -> Rule:
    """The rule, if there is one and the actor may read what it reveals; raises NotFound."""
    rule = rules().get(key)
    if rule is None or not is_readable(actor, rule):
        raise NotFound(key)
    return rule


def named(name: str) -> Rule | Register:
    """What a list is called after: "gaps.E01" holds what a rule found, "coverage.insurance" who is entitled under a
    register. Raises NotFound."""
    kind, _, key = name.partition(".")
    if kind == "gaps" and key in rules():
        return rules()[key]
    register = register_of(key) if kind == "coverage" else None
    if register is None or not register.entitled:
        raise NotFound(name)
    return register


def readable(actor: Actor, name: str) -> Rule | Register:
    """The same, if the actor may read it; raises NotFound."""
    found = named(name)
    if not (is_readable(actor, found) if isinstance(found, Rule) else actor.may(READ, found.key)):
        raise NotFound(name)
    return found


def source_title(of: Rule | Register) -> str | Message:
    """What the list of a rule, or of who is entitled under a register, is called."""
    if isinstance(of, Rule):
        return of.title
    text = N_("Người được hưởng: %(register)s") if of_people(of) else N_("Hộ được hưởng: %(register)s")
    return Message(text, register=Message(of.title))


def source_of(of: Rule | Register) -> Source:
    """What a rule found, or everybody entitled under a register with whether they are served."""
    if isinstance(of, Rule):
        return Source(of, of.title, of_people(of), STATES)
    return Source(of, source_title(of), of_people(of), COVERAGE_STATES)


def gap_list(source: Source, asked: Asked, number: int = 1, per_page: int | None = None) -> GapList:
    """One page of what an address asks for (all of it without `per_page`), counted exactly."""
    behind = _behind(source.of, asked)
    total = behind.totals()
    rows = total.households if asked.per else total.people
    page = Page(max(1, number), per_page or max(rows, 1), rows)
    page = Page(min(page.number, page.pages), page.per_page, page.total)
    table = Table(_columns(source, asked), behind.rows(page if per_page else None), _sums(total))
    return GapList(source, asked, page, table, tuple(facets_of(source.states, asked, behind.groups())), total)


def listed(of: Rule | Register, asked: Asked) -> Iterable[Found]:
    """Everything an address asks for, in order; only the chosen communes are read."""
    return _behind(of, asked, inside_of(asked) if asked.unit else None).rows(None)


def _behind(of: Rule | Register, asked: Asked, units: Iterable[int] | None = None) -> Behind:
    kept = is_kept(asked.day) and not words(asked.q)
    if isinstance(of, Rule):
        return FoundToday(of, asked) if kept and units is None else InMemory(found_by(of, asked.day, units), asked)
    if kept:
        return Entitled(of, asked)
    return InMemory(entitled_under(of, asked.day, units), asked)


def _sums(total: Totals) -> tuple[tuple[str, dict[str, int]], ...]:
    rows = [(N_("Cộng"), {"households": total.households, "members": total.people})]
    rows += [(label, {"households": h, "members": p}) for label, (h, p) in total.splits.items()]
    return tuple(rows)


def _columns(source: Source, asked: Asked) -> tuple[Column, ...]:
    here = lambda one: places().label(one.unit_id, asked.day)  # noqa: E731
    person = (
        Column("person_code", N_("Mã người"), lambda one: one.person),
        Column("birth", N_("Năm sinh"), lambda one: one.birth),
    )
    return (
        Column("name", N_("Họ và tên"), lambda one: one.name),
        *(person if source.of_people and not asked.per else ()),
        Column("sex", N_("Giới tính"), lambda one: Message(SEXES[one.sex]) if one.sex else ""),
        Column("ethnicity", N_("Dân tộc"), lambda one: one.ethnic_name),
        Column("household_code", N_("Mã hộ"), lambda one: one.household),
        Column("head_name", N_("Chủ hộ"), lambda one: one.head),
        Column("hamlet", N_("Ấp, khóm"), lambda one: one.hamlet),
        Column("unit_name", N_("Địa bàn"), here),
        Column("class", N_("Diện"), lambda one: Message(CLASSES[one.class_])),
        Column("state", N_("Tình trạng"), lambda one: Message(source.states[one.state])),
        *(WORK if source.states is STATES else ()),
    )


WORK = (
    Column("opened_on", N_("Phát hiện"), lambda one: one.opened_on),
    Column("reason", N_("Lý do"), lambda one: Message(REASONS[one.reason]) if one.reason else ""),
    Column("owner", N_("Người xử lý"), lambda one: one.owner_name),
    Column("due", N_("Hạn xử lý"), lambda one: one.due),
    Column("late", N_("Quá hạn"), lambda one: Message(LATE["late"]) if lateness(one) == "late" else ""),
    Column("note", N_("Ghi chú"), lambda one: one.note),
    Column("finding_code", N_("Mã phát hiện"), lambda one: one.finding),
)
