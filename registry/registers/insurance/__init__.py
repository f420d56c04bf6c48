"""Health-insurance cards (thẻ BHYT): who has one, who ought to, and how one is asked for and issued."""

from registry.kernel.register import PERSON, Register
from registry.messages import N_
from registry.registers.insurance.card import HEADERS, InsuranceCard, complete, problems
from registry.registers.insurance.conditions import LISTED
from registry.registers.insurance.export import COLUMNS
from registry.registers.insurance.papers import PAPERS
from registry.registers.insurance.rules import RULES
from registry.registers.insurance.workflow import WORKFLOW

REGISTER = Register(
    key="insurance",
    slug="insurance",
    title=N_("Thẻ BHYT"),
    duty="insurance",
    model=InsuranceCard,
    subject=PERSON,
    workflow=WORKFLOW,
    entitled=(LISTED,),
    rules=RULES,
    problems=problems,
    complete=complete,
    columns=COLUMNS,
    shared=("bhxh_no",),
    listed_as="DA_CAP",
    headers=HEADERS,
    papers=PAPERS,
)
