"""Money of a register's line: what was approved from each source, and what moved since."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entry_amount",
        *_of_line("entry_amount"),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "payment",
        *_of_line("payment"),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=10)),
        sa.Column("number", sa.String(length=60)),
        sa.Column("note", sa.String(length=500)),
        sa.Column("corrects_id", Id),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["payment.id"], name=op.f("fk_payment_corrects_id_payment")),
        sa.UniqueConstraint("code", name=op.f("uq_payment_code")),
    )
    op.create_index(op.f("ix_payment_corrects_id"), "payment", ["corrects_id"])
    for table in ("entry_amount", "payment"):
        for column in ("entry_id", "household_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("payment")
    op.drop_table("entry_amount")


def _of_line(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What both say of the line they belong to."""
    return (
        sa.Column("id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f(f"fk_{table}_entry_id_entry")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f(f"fk_{table}_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
