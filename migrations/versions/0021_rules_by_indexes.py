"""Indexes hold all that rules ask of the rows they are asked for each line and each household; who left poverty lately
is found by one; a flaw of somebody's numbers knows the birth, since most people without a number are children, and
who bears a number of somebody else has one."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COVERING = {
    "ix_household_period_household": (
        "household_period",
        ["household_id"],
        ["starts", "ends", "unit_id"],
        ["class_", "class_from", "escaped_on", "hamlet_id", "ethnicity", "head_sex"],
    ),
    "ix_entry_household": (
        "entry",
        ["household_id"],
        ["register", "status", "starts", "ends"],
        ["withdrawn", "person_id"],
    ),
}
"""Table, keys, what stood beside them before, and what stands there too from now on."""
NEWLY = {
    "ix_need_household": (
        "need",
        ["household_id", "programme"],
        ["on_date"],
        ["answer", "withdrawn", "person_id", "detail"],
    ),
    "ix_entry_amount_entry_id": ("entry_amount", ["entry_id"], [], ["withdrawn", "amount"]),
    "ix_payment_entry_id": ("payment", ["entry_id"], [], ["kind", "on_date", "amount", "withdrawn"]),
}
"""The same of those that were keys alone."""
HELD, ESCAPED, BORN = "ix_parameter_held", "ix_household_period_escaped", "ix_number_flaw_born"
LEFT = {f"{database}_where": sa.text("escaped_on IS NOT NULL") for database in ("sqlite", "postgresql")}
LAST_BIRTHDAY = """CAST(birth_year AS INTEGER) * 10000 + COALESCE(CAST(birth_month AS INTEGER), 12) * 100
    + COALESCE(birth_day, 31)"""
SHARED = f"""SELECT DISTINCT 'shared', p.id, {LAST_BIRTHDAY} FROM person_number n JOIN person p ON p.id = n.person_id
    WHERE NOT n.withdrawn AND NOT p.withdrawn AND EXISTS (SELECT 1 FROM person_number o
    WHERE o.number = n.number AND o.person_id <> n.person_id AND NOT o.withdrawn)"""
FLAWS = f"""SELECT f.kind, f.person_id, {LAST_BIRTHDAY} FROM kept_flaw f JOIN person p ON p.id = f.person_id
    UNION ALL {SHARED}"""
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name, (table, keys, before, more) in (COVERING | NEWLY).items():
        op.drop_index(name, table)
        _create(name, table, keys, [*before, *more])
    if op.get_bind().dialect.name == "sqlite":  # PostgreSQL reads the few rows faster by the shorter one
        op.create_index(HELD, "parameter", ["key", "scope", "starts", "ends", "withdrawn", "value"])
    op.create_index(ESCAPED, "household_period", ["ends", "starts", "household_id", "unit_id", "escaped_on"], **LEFT)
    _new_flaws(FLAWS, True)
    op.create_index(BORN, "number_flaw", ["kind", "born", "person_id"])


def downgrade() -> None:
    _new_flaws("SELECT kind, person_id FROM kept_flaw WHERE kind <> 'shared'", False)
    op.drop_index(ESCAPED, "household_period")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(HELD, "parameter")
    for name, (table, keys, before, _more) in COVERING.items():
        op.drop_index(name, table)
        _create(name, table, keys, before)
    for name, (table, keys, before, _more) in NEWLY.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*keys, *before])


def _create(name: str, table: str, keys: list[str], beside: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(name, table, keys, postgresql_include=beside)
    else:
        op.create_index(name, table, [*keys, *beside])


def _new_flaws(rows: str, born: bool) -> None:
    """The same flaws, with or without the birth."""
    op.execute("CREATE TABLE kept_flaw AS SELECT kind, person_id FROM number_flaw")
    op.drop_table("number_flaw")
    op.create_table(
        "number_flaw",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        *([sa.Column("born", sa.Integer(), nullable=False)] if born else []),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_number_flaw_person_id_person")),
        sa.PrimaryKeyConstraint("kind", "person_id", name=op.f("pk_number_flaw")),
    )
    op.create_index("ix_number_flaw_person_id", "number_flaw", ["person_id"])
    op.execute(f"INSERT INTO number_flaw {rows}")
    op.drop_table("kept_flaw")
