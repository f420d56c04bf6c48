"""A period names the decision its class rests on; the dead are found by an index; a row of coverage bears two indexes
in place of four."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLASS, DIED = "ix_household_period_class", "ix_person_died_on"
DEAD = {f"{database}_where": sa.text("died_on IS NOT NULL") for database in ("sqlite", "postgresql")}
COUNTERS = ("people", "women", "khmer", "minority", "households", "entitled")
BOARD = ("register", "unit_id", "hamlet_id", "class_", "state", *COUNTERS)
COLUMNS = f"subject_id, household_id, {', '.join(BOARD)}"

KEEP = """
UPDATE household_period SET class_id = (
    SELECT max(c.id) FROM household_class c JOIN poverty_standard s ON s.id = c.standard_id
    WHERE c.household_id = household_period.household_id AND NOT c.withdrawn
        AND CASE WHEN c.decision_date > s.starts THEN c.decision_date ELSE s.starts END = household_period.class_from)
WHERE class_from IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("household_period", sa.Column("class_id", Id))
    op.execute(KEEP)
    _new_class_index("hamlet_id", "class_id")
    op.create_index(DIED, "person", ["died_on"], **DEAD)
    key = sa.PrimaryKeyConstraint("household_id", "register", "subject_id", name=op.f("pk_coverage"))
    _new_coverage(key, sqlite_with_rowid=False)


def downgrade() -> None:
    household = sa.ForeignKeyConstraint(
        ["household_id"], ["household.id"], name=op.f("fk_coverage_household_id_household")
    )
    _new_coverage(
        sa.PrimaryKeyConstraint("register", "subject_id", "household_id", name=op.f("pk_coverage")), household
    )
    op.create_index("ix_coverage_household", "coverage", ["household_id"])
    op.drop_index(DIED, "person")
    _new_class_index("class_from")
    op.drop_column("household_period", "class_id")


def _new_class_index(*last: str) -> None:
    """Rules read from it alone what they ask of the households of a class."""
    keys, beside = ["class_", "ends"], ["starts", "household_id", "unit_id", *last]
    op.drop_index(CLASS, "household_period")
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(CLASS, "household_period", keys, postgresql_include=beside)
    else:
        op.create_index(CLASS, "household_period", [*keys, *beside])


def _new_coverage(*constraints: sa.Constraint, **options: bool) -> None:
    """The same rows under another key."""
    op.execute(f"CREATE TABLE kept_coverage AS SELECT {COLUMNS} FROM coverage")
    op.drop_table("coverage")
    op.create_table(
        "coverage",
        sa.Column("household_id", Id, nullable=False),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id),
        sa.Column("class_", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in COUNTERS),
        *constraints,
        **options,
    )
    op.execute(f"INSERT INTO coverage ({COLUMNS}) SELECT {COLUMNS} FROM kept_coverage")
    op.drop_table("kept_coverage")
    op.create_index("ix_coverage_board", "coverage", list(BOARD))
