"""What households have said they need."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("programme", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=12), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("batch", sa.String(length=26), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_need_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index("ix_need_answer", "need", ["programme", "answer", "on_date"], unique=False)
    op.create_index("ix_need_batch", "need", ["batch"], unique=False)
    op.create_index("ix_need_household", "need", ["household_id", "programme", "on_date"], unique=False)
    op.create_index(op.f("ix_need_person_id"), "need", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("need")
