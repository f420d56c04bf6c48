"""What was ordered with a list: for whom, under whose head, signed by whom. Every kind of list is built on one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registry.kernel.places import bare_name, places
from registry.models import Agency, Letterhead
from registry.outputs.print.model import OFFICE, Heading, PrintedList, RowGroup, Signature, Stamp, Total
from registry.paper import PaperColumn, PaperSigner, spare_room

MAKER = "NGƯỜI LẬP BIỂU"


@dataclass(frozen=True)
class Order:
    """Who issues a paper and how; `signer` is the place of one among the letterhead's signers, from 1, 0 for none."""

    letterhead: Letterhead
    day: date
    stamp: Stamp
    variant: str = OFFICE
    signer: int = 1
    attached: str = ""
    draft: bool = False
    landscape: bool = False

    def paper(
        self,
        title: str,
        columns: Sequence[PaperColumn],
        groups: Sequence[RowGroup],
        totals: Sequence[Total],
        closing: str,
        signers: Sequence[PaperSigner] = (),
        **more: Any,
    ) -> PrintedList:
        """A list as ordered, flat where its columns need it; `signers` are the places of its form to sign in, `more`
        other fields of PrintedList (amount …)."""
        head = self.letterhead
        made = PrintedList(
            title=title,
            columns=tuple(columns),
            groups=tuple(groups),
            heading=Heading(head.parent or "", head.issuer, head.place, head.suffix or ""),
            day=self.day,
            stamp=self.stamp,
            totals=tuple(totals),
            closing=closing,
            attached=self.attached,
            landscape=self.landscape or spare_room(columns, landscape=False) < 0,
            draft=self.draft,
            signatures=self._signatures(signers),
            recipients=head.recipient_lines,
        )
        return replace(made, **more)

    def _signatures(self, signers: Sequence[PaperSigner]) -> tuple[Signature, ...]:
        """Whoever made the list, and the chosen signer; or all whom a form asks, the chosen one in their office's."""
        people = self.letterhead.people
        if not 1 <= self.signer <= len(people):
            return ()
        chosen = people[self.signer - 1]
        if not signers:
            return (Signature((MAKER,)), Signature(chosen.titles, chosen.name))
        own = Signature(chosen.titles, chosen.name)
        office = self.letterhead.agency.office
        return tuple(_in_place(one, own) if one.office == office else Signature(one.titles) for one in signers)


def _in_place(place: PaperSigner, signer: Signature) -> Signature:
    """The signer under the titles of the place."""
    return replace(signer, titles=(*place.titles, *signer.titles))


def default_letterhead(agency: Agency, day: date) -> Letterhead:
    """What an agency's papers carry while nobody has written it down."""
    if agency.unit_id is not None:
        return _of_committee(agency, agency.unit_id, day)
    province = places().province(day)
    return _letterhead(
        agency,
        parent=f"UBND {province.full_name}".upper() if province else "",
        place=bare_name(province.type, province.name) if province else "",
        suffix=f"DS-{agency.code}"[:30],
        signers="THỦ TRƯỞNG ĐƠN VỊ",
    )


def _of_committee(agency: Agency, unit_id: int, day: date) -> Letterhead:
    """A People's Committee acts as a body: TM., and under the committee of the unit above."""
    unit = places().on(unit_id, day)
    above = next((place for place in places().parents(unit) if place.holds_on(day)), None)
    return _letterhead(
        agency,
        parent=f"UBND {above.full_name}".upper() if above else "",
        place=bare_name(unit.type, unit.name),
        suffix="DS-UBND",
        signers="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )


def _letterhead(agency: Agency, **columns: str) -> Letterhead:
    values: Mapping[str, Any] = {"agency": agency, "agency_id": agency.id, "issuer": agency.name.upper()}
    return Letterhead(**values, **columns, recipients="Lưu: VT", starts=agency.starts, ends=agency.ends)
