"""Who acts, and what the grants held today allow, where (decisions.md 17)."""

from dataclasses import dataclass
from datetime import date

from registry.kernel.places import Places
from registry.messages import N_

READ, WRITE, EXPORT, REVEAL = "read", "write", "export", "reveal"
APPROVE, IMPORT, AUDIT, MANAGE = "approve", "import", "audit", "manage"

HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Role:
    """A bundle of actions: on the household table, and on the registers a grant names."""

    title: str
    households: frozenset[str]
    registers: frozenset[str] = frozenset()


def _role(title: str, households: str, registers: str = "") -> Role:
    return Role(title, frozenset(households.split()), frozenset(registers.split()))


ROLES = {
    "administrator": _role(N_("Quản trị hệ thống"), "manage"),
    "coordinator": _role(N_("Điều phối giảm nghèo tỉnh"), "read write approve export reveal import", "read export"),
    "department": _role(N_("Cán bộ sở, ngành"), "read export", "read write approve export reveal import"),
    "district": _role(N_("Cán bộ huyện"), "read export reveal", "read export"),
    "commune": _role(N_("Cán bộ xã, phường, thị trấn"), "read write export reveal import", "read write export"),
    "auditor": _role(N_("Thanh tra, kiểm toán"), "read export reveal audit", "read export reveal audit"),
    "leader": _role(N_("Lãnh đạo"), "read", "read"),
}


class Denied(Exception):
    """The actor holds no grant for this action; the answer must not tell more than that."""


class NotFound(Exception):
    """Absent, or not the actor's: the two answer alike."""


@dataclass(frozen=True)
class Authority:
    """A grant that holds today."""

    role: str
    unit_id: int | None = None
    register: str | None = None

    def allows(self, action: str, register: str) -> bool:
        role = ROLES[self.role]
        if register == HOUSEHOLDS:
            return action in role.households
        return action in role.registers and self.register in (None, register)


@dataclass(frozen=True)
class Actor:
    """A signed-in user, or the console (`id` None), with today's authorities."""

    id: int | None
    name: str
    username: str = ""
    agency: str = ""
    authorities: tuple[Authority, ...] = ()

    @property
    def role_title(self) -> str:
        """The first role's title, for the page head."""
        return ROLES[self.authorities[0].role].title if self.authorities else ""

    def may(self, action: str, register: str = HOUSEHOLDS) -> bool:
        return any(authority.allows(action, register) for authority in self.authorities)

    def units(self, action: str, places: Places, day: date, register: str = HOUSEHOLDS) -> frozenset[int] | None:
        """The stored communes where the action is allowed on a day; None means the whole province."""
        held = [a.unit_id for a in self.authorities if a.allows(action, register)]
        if None in held:
            return None
        return frozenset().union(*(places.within(unit_id, day) for unit_id in held if unit_id is not None))

    def require(self, action: str, register: str = HOUSEHOLDS) -> None:
        """Raise Denied unless some grant allows the action somewhere."""
        if not self.may(action, register):
            raise Denied(action)

    def may_in(self, action: str, unit_id: int, places: Places, day: date, register: str = HOUSEHOLDS) -> bool:
        """Whether the action is allowed on households of a stored commune, or on their lines of a register."""
        units = self.units(action, places, day, register)
        return units is None or unit_id in units


OFFICES = tuple(map(Authority, ("coordinator", "department", "administrator")))
CONSOLE = Actor(None, N_("Dòng lệnh"), authorities=OFFICES)
