"""Tables. No register, no HTTP."""

from registry.models.agency import Agency, AgencyDuty
from registry.models.area import AreaClass, Denominator, Hamlet, Unit, UnitSuccession
from registry.models.audit import AuditEvent, AuditHead
from registry.models.credit import CreditGroup, TransactionPoint
from registry.models.entry import Entry, EntryStep
from registry.models.ethnic import EthnicGroup
from registry.models.finding import Coverage, Finding
from registry.models.finding_work import FindingWork
from registry.models.handover import Handover
from registry.models.household import (
    Household,
    HouseholdCode,
    HouseholdHead,
    Membership,
    Residence,
)
from registry.models.household_period import HouseholdPeriod
from registry.models.imports import ImportBatch, ImportMapping
from registry.models.job import Job
from registry.models.letterhead import Letterhead
from registry.models.money import Amount, Payment
from registry.models.need import Need
from registry.models.parameter import Counter, Parameter, Setting
from registry.models.person import NumberFlaw, Person, PersonNumber
from registry.models.personal import LEADS_BY, OF_LINES, PERSONAL
from registry.models.project import OF_PROJECTS, Project, ProjectCapital, ProjectInput, ProjectStep, ProjectTraining
from registry.models.review import DeprivationIndicator, HouseholdClass, PovertyStandard, ReviewRound
from registry.models.school import School
from registry.models.user import FormReceipt, Grant, User

__all__ = [
    "LEADS_BY",
    "OF_LINES",
    "OF_PROJECTS",
    "PERSONAL",
    "Agency",
    "AgencyDuty",
    "Amount",
    "AreaClass",
    "AuditEvent",
    "AuditHead",
    "Counter",
    "Coverage",
    "CreditGroup",
    "Denominator",
    "DeprivationIndicator",
    "Entry",
    "EntryStep",
    "EthnicGroup",
    "Finding",
    "FindingWork",
    "FormReceipt",
    "Grant",
    "Hamlet",
    "Handover",
    "Household",
    "HouseholdClass",
    "HouseholdCode",
    "HouseholdHead",
    "HouseholdPeriod",
    "ImportBatch",
    "ImportMapping",
    "Job",
    "Letterhead",
    "Membership",
    "Need",
    "NumberFlaw",
    "Parameter",
    "Payment",
    "Person",
    "PersonNumber",
    "PovertyStandard",
    "Residence",
    "Project",
    "ProjectCapital",
    "ProjectInput",
    "ProjectStep",
    "ProjectTraining",
    "ReviewRound",
    "School",
    "Setting",
    "TransactionPoint",
    "Unit",
    "UnitSuccession",
    "User",
]
