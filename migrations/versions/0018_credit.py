"""Policy credit: savings-and-credit groups, transaction points, loans."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "transaction_point",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("place", sa.String(length=150), nullable=False),
        sa.Column("month_day", sa.SmallInteger(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_transaction_point_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction_point")),
    )
    op.create_index(op.f("ix_transaction_point_unit_id"), "transaction_point", ["unit_id"], unique=False)
    op.create_table(
        "credit_group",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("association", sa.String(length=4), nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id, nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hamlet_id"], ["hamlet.id"], name=op.f("fk_credit_group_hamlet_id_hamlet")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_credit_group_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_group")),
        sa.UniqueConstraint("code", name=op.f("uq_credit_group_code")),
    )
    op.create_index(op.f("ix_credit_group_unit_id"), "credit_group", ["unit_id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("association", sa.String(length=4), nullable=True),
        sa.Column("group_code", sa.String(length=20), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=True),
        sa.Column("asked_months", sa.SmallInteger(), nullable=True),
        sa.Column("quantity", sa.SmallInteger(), nullable=True),
        sa.Column("student", sa.String(length=100), nullable=True),
        sa.Column("study_months", sa.SmallInteger(), nullable=True),
        sa.Column("rate", sa.SmallInteger(), nullable=True),
        sa.Column("term_months", sa.SmallInteger(), nullable=True),
        sa.Column("grace_months", sa.SmallInteger(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_code"], ["credit_group.code"], name=op.f("fk_credit_group_code_credit_group")),
        sa.ForeignKeyConstraint(["id"], ["entry.id"], name=op.f("fk_credit_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
    )
    op.create_index("ix_credit_group_code", "credit", ["group_code"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_credit_group_code", table_name="credit")
    op.drop_table("credit")
    op.drop_index(op.f("ix_credit_group_unit_id"), table_name="credit_group")
    op.drop_table("credit_group")
    op.drop_index(op.f("ix_transaction_point_unit_id"), table_name="transaction_point")
    op.drop_table("transaction_point")
