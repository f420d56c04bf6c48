"""Aid for pupils and students (hỗ trợ học sinh, sinh viên): who is given what in a school year, and who ought to be."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import PERSON, Register
from registry.messages import N_
from registry.models.money import Money
from registry.registers.students.aid import HEADERS, StudentAid, complete, problems
from registry.registers.students.conditions import OF_SCHOOL_AGE, POOR
from registry.registers.students.export import COLUMNS
from registry.registers.students.papers import PAPERS
from registry.registers.students.rates import due_of
from registry.registers.students.rules import RULES
from registry.registers.students.workflow import WORKFLOW

MONEY = Money(
    sources=("central", "province", "raised"),
    kinds=("instalment", "recovery"),
    sets=APPROVE,
    pays=WRITE,
    due=due_of,
    due_by="approve",
)
"""Budgets, and what a fund has raised; paid by instalments. The decision approves what the rates come to."""

REGISTER = Register(
    key="students",
    slug="students",
    title=N_("Hỗ trợ học sinh, sinh viên"),
    duty="students",
    model=StudentAid,
    subject=PERSON,
    workflow=WORKFLOW,
    entitled=(POOR, OF_SCHOOL_AGE),
    rules=RULES,
    problems=problems,
    complete=complete,
    columns=COLUMNS,
    alike=("policy", "school_year"),
    listed_as="TRUONG_XET",
    headers=HEADERS,
    papers=PAPERS,
    money=MONEY,
)
