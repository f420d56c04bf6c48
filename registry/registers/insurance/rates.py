"""What a card costs and who pays: 4.5% of the base salary a month, by the law of a day (domain.md §4.1)."""

from datetime import date

from sqlalchemy import select

from registry.models import Parameter
from registry.registers.insurance.subjects import EMPLOYER, FUND, STATE, SUBJECTS, SUPPORTED
from registry.storage import db

SALARY, RATE, SUPPORT = "base_salary", "insurance_rate_permille", "insurance_support_percent"
DEFAULTS = {SALARY: 1_490_000, RATE: 45, SUPPORT: 30}
"""What held in 2021, for a day of which the parameters say nothing."""


class Rates:
    """The parameters of premiums, all days of them read once: a list has many cards."""

    def __init__(self) -> None:
        columns = (Parameter.key, Parameter.scope, Parameter.value, Parameter.starts, Parameter.ends)
        asked = select(*columns).where(Parameter.key.in_(sorted(DEFAULTS))).order_by(Parameter.starts)
        self._rows = db.session.execute(asked).all()

    def salary(self, day: date) -> int:
        """The base salary of a month, in đồng."""
        return self._on(SALARY, day)

    def premium(self, subject_code: str, day: date, months: int) -> int:
        """What is paid for so many months at a day's rates, in đồng; 0 where employers or the fund pay theirs."""
        if SUBJECTS[subject_code].payer in (EMPLOYER, FUND):
            return 0
        return self.salary(day) * self._on(RATE, day) * months // 1000

    def support(self, subject_code: str, day: date) -> int:
        """What the state pays of it, in percent: all, none, or as the law of the day supports."""
        if SUBJECTS[subject_code].payer != SUPPORTED:
            return 100 if SUBJECTS[subject_code].payer == STATE else 0
        return self._on(SUPPORT, day, subject_code)

    def _on(self, key: str, day: date, scope: str = "") -> int:
        holding = [r.value for r in self._rows if (r.key, r.scope) == (key, scope) and r.starts <= day < r.ends]
        return int(holding[-1]) if holding else DEFAULTS[key]
