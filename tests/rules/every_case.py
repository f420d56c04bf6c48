"""The hand-worked families of every register's rules, in one list."""

from tests.rules.case import Case
from tests.rules.cases import CASES as OF_CARDS_AND_PUPILS
from tests.rules.cases_loan_needs import LOAN_NEEDS
from tests.rules.houses import HOUSES
from tests.rules.projects import PROJECTS

CASES: list[Case] = [*OF_CARDS_AND_PUPILS, *HOUSES, *PROJECTS, *LOAN_NEEDS]
