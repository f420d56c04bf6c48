"""Families handed over from one commune to another."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("from_unit_id", Id, nullable=False),
        sa.Column("to_unit_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_handover_from_unit_id_unit")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_handover_household_id_household")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_handover_to_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("code", name=op.f("uq_handover_code")),
    )
    op.create_index("ix_handover_from", "handover", ["from_unit_id", "state"], unique=False)
    op.create_index(op.f("ix_handover_household_id"), "handover", ["household_id"], unique=False)
    op.create_index("ix_handover_to", "handover", ["to_unit_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_table("handover")
