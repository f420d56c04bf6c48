"""The work on a finding in a table of its own: refreshing findings never touches what people wrote about them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNER = "fk_finding_owner_id_user_account"


def upgrade() -> None:
    with op.batch_alter_table("finding") as finding:
        finding.drop_constraint(OWNER, type_="foreignkey")
        for name in ("owner_id", "due", "reason", "note"):
            finding.drop_column(name)
    op.create_table(
        "finding_work",
        sa.Column("id", Id, nullable=False),
        sa.Column("finding_id", Id, nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("owner_id", Id, nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_work_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_finding_work_household_id_household")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_finding_work_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_work")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_finding_work_finding_id")),
    )
    op.create_index(op.f("ix_finding_work_household_id"), "finding_work", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_finding_work_household_id"), table_name="finding_work")
    op.drop_table("finding_work")
    with op.batch_alter_table("finding") as finding:
        finding.add_column(sa.Column("owner_id", Id, nullable=True))
        finding.add_column(sa.Column("due", sa.Date(), nullable=True))
        finding.add_column(sa.Column("reason", sa.String(length=20), nullable=True))
        finding.add_column(sa.Column("note", sa.String(length=500), nullable=True))
        finding.create_foreign_key(OWNER, "user_account", ["owner_id"], ["id"])
