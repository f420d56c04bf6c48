"""Loans of the Bank for Social Policies (tín dụng chính sách): what a household borrows, owes and gives back."""

from registry.kernel.actor import APPROVE
from registry.kernel.register import HOUSEHOLD, Register
from registry.messages import N_
from registry.models.money import Money
from registry.registers.credit.asked import ASKED_FOR, who_asked
from registry.registers.credit.export import COLUMNS
from registry.registers.credit.loan import HEADERS, Loan, complete, problems
from registry.registers.credit.papers import PAPERS
from registry.registers.credit.rules import RULES
from registry.registers.credit.workflow import WORKFLOW

MONEY = Money(
    sources=("loan", "province", "local"),
    kinds=("disbursement", "repayment", "interest"),
    sets=APPROVE,
    pays=APPROVE,
    owed=N_("Dư nợ (đồng)"),
)
"""The bank's own capital, and budgets entrusted to it; interest is no part of what is owed."""

REGISTER = Register(
    key="credit",
    slug="credit",
    title=N_("Tín dụng chính sách"),
    duty="credit",
    model=Loan,
    subject=HOUSEHOLD,
    holder=N_("Người vay"),
    workflow=WORKFLOW,
    entitled=(ASKED_FOR,),
    among=who_asked,
    rules=RULES,
    problems=problems,
    complete=complete,
    columns=COLUMNS,
    alike=("programme", "student"),
    listed_as="THEO_DOI",
    headers=HEADERS,
    papers=PAPERS,
    money=MONEY,
    more=(("credit_places.index", N_("Tổ TK&VV, điểm giao dịch")),),
)
