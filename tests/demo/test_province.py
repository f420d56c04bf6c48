"""The made-up province at its whole size: 330,000 households, 150,000 loans (`make bench`)."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.models import Household, HouseholdPeriod
from registry.storage import db
from tests.demo.test_demo import DAY, Made, count, drop, make, shares
from tests.demo.test_sums import Office, each_register

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    made = make("sqlite", tmp_path_factory.mktemp("province"), size="province")
    yield made
    drop("sqlite", made)


def test_the_province_has_its_size_and_shares(province: Made) -> None:
    with province.app.app_context(), unscoped():
        assert count() == pytest.approx(330_000, rel=0.001)
        living = select(func.sum(HouseholdPeriod.members)).where(HouseholdPeriod.on(DAY))
        assert db.session.scalar(living) == pytest.approx(1_190_000, rel=0.01)
        assert shares(date(2016, 1, 1))["poor"] == pytest.approx(18.18, abs=0.1)
        assert shares(date(2020, 12, 31))["poor"] == pytest.approx(2.67, abs=0.1)
        heads = count(HouseholdPeriod.on(DAY), HouseholdPeriod.ethnicity == "05", of=HouseholdPeriod)
        assert heads / count(Household.on(DAY)) == pytest.approx(0.3018, abs=0.01)


@each_register
def test_the_lists_of_the_province_add_up(province: Made, register: Register) -> None:
    """In all, a hundred thousand lines and more; of a commune on paper too."""
    office = Office(province, register)
    office.files_add_up("ended=1")
    office.adds_up("unit=31672&ended=1")
