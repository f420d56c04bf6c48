"""On PostgreSQL the days in an index stand beside its keys: behind them they made every lookup of a household seem
dear to its planner."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_entry_person": ("entry", ["register", "person_id"], ["status", "starts", "ends", "withdrawn"]),
    "ix_entry_household": ("entry", ["household_id"], ["register", "status", "starts", "ends"]),
    "ix_household_head_household_id_starts": ("household_head", ["household_id"], ["starts", "ends", "withdrawn"]),
    "ix_household_period_class": (
        "household_period",
        ["class_", "ends"],
        ["starts", "household_id", "unit_id", "class_from"],
    ),
    "ix_household_period_household": ("household_period", ["household_id"], ["starts", "ends", "unit_id"]),
    "ix_household_period_unit_ends": ("household_period", ["unit_id", "ends"], ["starts"]),
    "ix_membership_household_id_starts": (
        "membership",
        ["household_id"],
        ["starts", "ends", "person_id", "withdrawn"],
    ),
    "ix_membership_person_id_starts": ("membership", ["person_id"], ["starts", "ends", "household_id", "withdrawn"]),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, (table, keys, beside) in INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, keys, postgresql_include=beside)


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, (table, keys, beside) in INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*keys, *beside])
