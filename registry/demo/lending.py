"""The loans of a commune's families: chosen, written, and looked at for what the rules must find."""

from collections import defaultdict
from datetime import date

from registry.demo.expected import Expected, Span, entry_code
from registry.demo.expected_credit import of_borrowers, of_household, of_loan
from registry.demo.loan_life import Loan
from registry.demo.loan_rows import write_loan
from registry.demo.loans import LoanMaker
from registry.demo.people import Family, Soul
from registry.demo.writer import Writer


class Lending:
    """One commune's."""

    def __init__(self, writer: Writer, maker: LoanMaker, expected: Expected) -> None:
        self.writer, self.maker, self.expected = writer, maker, expected
        self.borrowed: dict[Soul, list[tuple[Family, Loan]]] = defaultdict(list)
        self.found: set[tuple[str, Family]] = set()

    def record(
        self, family: Family, spans: list[Span], ids: list[int], unit_id: int, asked_on: date | None
    ) -> list[Loan]:
        """Put the family's loans by; `ids` are those of the classes whose `spans` these are. `asked_on`: for a loan.
        Gives them back."""
        loans = self.maker.choose(family, spans)
        for loan in loans:
            write_loan(self.writer, family, loan, unit_id, spans, ids)
            self.borrowed[loan.soul].append((family, loan))
            for rule in of_loan(loan, spans):
                self.expected.subjects[rule].append(f"{_home(family)}/{entry_code(loan.id)}")
        for rule in of_household(spans, loans, asked_on):
            self._add(rule, family)
        return loans

    def finish(self) -> None:
        """What only the whole commune shows: who borrows in two households."""
        for family in of_borrowers(self.borrowed):
            self._add("D07", family)

    def _add(self, rule: str, family: Family) -> None:
        if (rule, family) not in self.found:
            self.found.add((rule, family))
            self.expected.subjects[rule].append(_home(family))


def _home(family: Family) -> str:
    return f"HH-{family.id:06d}"
