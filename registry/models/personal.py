"""The tables of personal data, and the column by which each leads to where its household lives."""

from typing import Any

from registry.models.audit import AuditEvent
from registry.models.entry import Entry, EntryStep
from registry.models.finding import Coverage, Finding
from registry.models.finding_work import FindingWork
from registry.models.handover import Handover
from registry.models.household import Household, HouseholdCode, HouseholdHead, Membership, Residence
from registry.models.household_period import HouseholdPeriod
from registry.models.money import Amount, Payment
from registry.models.need import Need
from registry.models.person import NumberFlaw, Person, PersonNumber
from registry.models.review import HouseholdClass

OF_LINES = (EntryStep, Amount, Payment)
"""What hangs on a register's line."""

LEADS_BY: dict[type[Any], str] = {
    Household: "id",
    HouseholdCode: "household_id",
    HouseholdHead: "household_id",
    HouseholdPeriod: "unit_id",
    HouseholdClass: "household_id",
    Membership: "household_id",
    Residence: "household_id",
    Person: "id",
    PersonNumber: "person_id",
    NumberFlaw: "person_id",
    Entry: "household_id",
    **dict.fromkeys(OF_LINES, "household_id"),
    Finding: "unit_id",
    FindingWork: "household_id",
    Coverage: "unit_id",
    Handover: "to_unit_id",
    Need: "household_id",
    AuditEvent: "household_id",
}
"""The column of each that names a commune, household or person."""

PERSONAL = tuple(model for model in LEADS_BY if model is not AuditEvent)
"""Tables that hold personal data: no read of them without a scope."""
