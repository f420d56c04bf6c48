"""What hand-worked families answered about a programme."""

from dataclasses import dataclass

from registry.models import Need
from registry.storage import db
from registry.vn.dates import parse_day


@dataclass(frozen=True)
class Asks:
    """An answer of the household, about production support unless another programme is named."""

    on: str
    answer: str = "asked"
    programme: str = "production"
    name: str = "nhu cầu"

    def save(self, household_id: int) -> None:
        said = {"programme": self.programme, "answer": self.answer, "source": "survey"}
        db.session.add(Need(household_id=household_id, on_date=parse_day(self.on), **said))
